package dev.tulle.controlplane.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoalescerTest {
    private final PushLoop loop = new PushLoop();
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger actions = new AtomicInteger();
    private final Semaphore acted = new Semaphore(0);
    private final Coalescer coalescer = new Coalescer(loop, now::get, () -> {
        actions.incrementAndGet();
        acted.release();
    });

    @AfterEach
    void stop() {
        loop.close();
    }

    private void change(long millis) throws Exception {
        loop.ask(() -> {
                    now.set(TimeUnit.MILLISECONDS.toNanos(millis));
                    coalescer.changed();
                    return true;
                })
                .get(5, TimeUnit.SECONDS);
    }

    @Test
    void aLoneChangeIsActedOnAtOnce() throws Exception {
        change(0);
        assertThat(actions).hasValue(1);
        change(1000);
        assertThat(actions).hasValue(2);
    }

    @Test
    void aBurstIsActedOnWhenItPauses() throws Exception {
        change(0);
        change(1);
        change(2);
        change(3);
        assertThat(actions).hasValue(1);
        now.set(TimeUnit.MILLISECONDS.toNanos(20));
        assertThat(acted.tryAcquire(2, 5, TimeUnit.SECONDS)).isTrue();
        assertThat(actions).hasValue(2);
    }

    @Test
    void aBurstWithoutAPauseIsActedOnAfterTheLimit() throws Exception {
        change(0);
        for (var millis = 1; millis <= 110; millis += 5) {
            change(millis);
        }
        assertThat(acted.tryAcquire(2, 5, TimeUnit.SECONDS)).isTrue();
    }
}
