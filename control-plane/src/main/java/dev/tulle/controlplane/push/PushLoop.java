package dev.tulle.controlplane.push;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The one thread that owns snapshot, model, streams and ledger.
 *
 * <p>Thread: every method may be called from any thread; what is posted runs on the loop, in order.
 */
public final class PushLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PushLoop.class);

    private final ScheduledThreadPoolExecutor executor;

    public PushLoop() {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "push");
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRemoveOnCancelPolicy(true);
    }

    /** Runs a task after those already posted; a task posted after {@link #close} is dropped. */
    public void post(Runnable task) {
        if (!executor.isShutdown()) {
            executor.execute(() -> run(task));
        }
    }

    /** Runs a task once, not before that time has passed. */
    public void schedule(Duration delay, Runnable task) {
        if (!executor.isShutdown()) {
            var unused = executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** What the supplier says when its turn comes. */
    public <T> CompletableFuture<T> ask(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, executor);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    /** A bug in one task must not end the thread that serves everybody. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException bug) {
            LOG.error("a task of the push loop failed; the others go on", bug);
        }
    }
}
