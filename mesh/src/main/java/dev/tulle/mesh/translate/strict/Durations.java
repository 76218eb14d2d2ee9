package dev.tulle.mesh.translate.strict;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations as Go writes them, which is what Kubernetes and Istio mean: {@code 1h30m}, {@code 0.5s}, {@code 250us}. */
final class Durations {
    private static final Pattern WHOLE = Pattern.compile("(?:[0-9]{1,12}(?:\\.[0-9]{1,9})?(?:ns|us|µs|ms|s|m|h))+");
    private static final Pattern PART = Pattern.compile("([0-9.]+)(ns|us|µs|ms|s|m|h)");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);
    /** What a protobuf duration can hold is more; a longer one is a mistake. */
    private static final Duration MAX = Duration.ofDays(365 * 100L);

    private Durations() {}

    static Optional<Duration> parse(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        if (text.length() > 100 || !WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        var nanos = BigDecimal.ZERO;
        var parts = PART.matcher(text);
        while (parts.find()) {
            var unit = BigDecimal.valueOf(NANOS.getOrDefault(parts.group(2), 0L));
            nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(unit));
        }
        var split = nanos.setScale(0, RoundingMode.HALF_UP).toBigInteger().divideAndRemainder(SECOND);
        if (split[0].bitLength() > 40) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds(split[0].longValue(), split[1].longValue()))
                .filter(duration -> duration.compareTo(MAX) <= 0);
    }

    private static final BigInteger SECOND = BigInteger.valueOf(1_000_000_000L);
}
