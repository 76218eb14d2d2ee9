package dev.tulle.gateway;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class NoBlockedLoopTest {
    @Test
    void aBlockedLoopIsNoticed() {
        var check = new NoBlockedLoop();
        check.listen();
        var vertx = Vertx.vertx(new VertxOptions()
                .setMaxEventLoopExecuteTime(1)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
                .setBlockedThreadCheckInterval(5));
        try {
            var blocked = new CountDownLatch(1);
            vertx.runOnContext(block -> await(blocked));
            var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!check.hasHeardSomething() && System.nanoTime() < deadline) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            blocked.countDown();
            assertThatThrownBy(check::judge).hasMessageContaining("blocked");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
