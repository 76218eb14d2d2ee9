package dev.tulle.cli.up;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The supervisor's one thread. A task that throws is a bug: it ends the mesh rather than leaving it half supervised.
 *
 * <p>Thread: every method may be called from any thread; tasks run one after the other.
 */
final class Loop {
    private final ScheduledThreadPoolExecutor executor;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();

    Loop() {
        executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("supervisor").daemon().factory());
        executor.setRemoveOnCancelPolicy(true);
    }

    /** A task that will run unless it is cancelled before. */
    record Timer(Future<?> future) {
        void cancel() {
            future.cancel(false);
        }
    }

    void post(Runnable task) {
        executor.execute(guarded(task));
    }

    Timer after(Duration delay, Runnable task) {
        return new Timer(executor.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS));
    }

    Timer every(Duration period, Runnable task) {
        return new Timer(executor.scheduleWithFixedDelay(
                guarded(task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Runs a task with what a future brings; a future that fails is a bug like a task that throws. */
    <T> void when(CompletableFuture<T> future, Consumer<? super T> task) {
        var unused = future.whenComplete((value, thrown) -> {
            if (thrown == null) {
                post(() -> task.accept(value));
            } else {
                failure.completeExceptionally(thrown);
            }
        });
    }

    /** Completes, exceptionally, when a task has thrown. */
    CompletableFuture<Void> failure() {
        return failure;
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                failure.completeExceptionally(e);
                throw e;
            }
        };
    }
}
