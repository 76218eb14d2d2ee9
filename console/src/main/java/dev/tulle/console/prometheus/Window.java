package dev.tulle.console.prometheus;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** The time that rates are averaged over. A closed list, so that viewers cannot make more than six polls. */
public enum Window {
    ONE_MINUTE(1),
    FIVE_MINUTES(5),
    TEN_MINUTES(10),
    HALF_HOUR(30),
    ONE_HOUR(60),
    SIX_HOURS(360);

    private final Duration length;

    Window(int minutes) {
        length = Duration.ofMinutes(minutes);
    }

    public Duration length() {
        return length;
    }

    public long seconds() {
        return length.toSeconds();
    }

    /** The window of that many seconds; empty for any other number. */
    public static Optional<Window> ofSeconds(long seconds) {
        return Arrays.stream(values())
                .filter(window -> window.seconds() == seconds)
                .findFirst();
    }
}
