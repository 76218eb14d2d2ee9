package dev.tulle.controlplane.kubernetes;

import java.util.function.LongSupplier;

/**
 * So many at once, so many per second after that.
 *
 * <p>Thread: used by one thread at a time.
 */
final class TokenBucket {
    private static final double NANOS = 1e9;

    private final int size;
    private final int perSecond;
    private final LongSupplier nanoTime;
    private double tokens;
    private long filledNanos;

    /** @param size at once, from the beginning */
    TokenBucket(int size, int perSecond, LongSupplier nanoTime) {
        this.size = size;
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.tokens = size;
        this.filledNanos = nanoTime.getAsLong();
    }

    /** Whether there was one to take. */
    boolean take() {
        var now = nanoTime.getAsLong();
        tokens = Math.min(size, tokens + (now - filledNanos) / NANOS * perSecond);
        filledNanos = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
