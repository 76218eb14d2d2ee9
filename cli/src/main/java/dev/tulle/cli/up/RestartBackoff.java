package dev.tulle.cli.up;

import java.time.Duration;

/**
 * How long to wait before a process that ended is started again: at once the first time, then 1 s, doubled each time up to 30 s.
 * A process that lived for a minute begins anew. Source: a kubelet's CrashLoopBackOff, with shorter times.
 *
 * @param crashes in a row
 */
record RestartBackoff(int crashes) {
    static final RestartBackoff NONE = new RestartBackoff(0);

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration STABLE = Duration.ofMinutes(1);
    private static final int DOUBLINGS = 5;

    /** After one more exit of a process that lived so long. */
    RestartBackoff afterExit(Duration lived) {
        return new RestartBackoff(lived.compareTo(STABLE) >= 0 ? 1 : crashes + 1);
    }

    Duration delay() {
        if (crashes <= 1) {
            return Duration.ZERO;
        }
        var doubled = FIRST.multipliedBy(1L << Math.min(crashes - 2, DOUBLINGS));
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }
}
