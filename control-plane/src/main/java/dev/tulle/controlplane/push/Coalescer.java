package dev.tulle.controlplane.push;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When to act on changes: on a lone one at once, on a burst when it pauses, and at the latest 100 ms after its first.
 *
 * <p>Thread: called only from the push loop.
 */
final class Coalescer {
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration LIMIT = Duration.ofMillis(100);

    private final PushLoop loop;
    private final LongSupplier nanoTime;
    private final Runnable action;
    private long lastEvent;
    private long firstWaiting;
    private boolean seenAny;
    private boolean waiting;

    Coalescer(PushLoop loop, LongSupplier nanoTime, Runnable action) {
        this.loop = loop;
        this.nanoTime = nanoTime;
        this.action = action;
    }

    /** Something changed. */
    void changed() {
        var now = nanoTime.getAsLong();
        var lone = !seenAny || now - lastEvent >= PAUSE.toNanos();
        seenAny = true;
        lastEvent = now;
        if (waiting) {
            return;
        }
        if (lone) {
            action.run();
            return;
        }
        waiting = true;
        firstWaiting = now;
        loop.schedule(PAUSE, this::check);
    }

    private void check() {
        var now = nanoTime.getAsLong();
        var quiet = now - lastEvent;
        if (quiet >= PAUSE.toNanos() || now - firstWaiting >= LIMIT.toNanos()) {
            waiting = false;
            action.run();
        } else {
            loop.schedule(PAUSE.minusNanos(quiet), this::check);
        }
    }
}
