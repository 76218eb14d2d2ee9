package dev.tulle.cli.up;

import dev.tulle.cli.process.ProcessSpec;
import dev.tulle.cli.process.ProcessStarter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A process that is started again whenever it ends, until it is stopped.
 *
 * <p>Thread: called only on the loop.
 */
final class SupervisedProcess {
    private static final Duration RESTART_GRACE = Duration.ofSeconds(10);

    private final Loop loop;
    private final ProcessStarter starter;
    private final ProcessSpec spec;
    private final Listener listener;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private Optional<Process> process = Optional.empty();
    private Optional<Loop.Timer> restart = Optional.empty();
    private RestartBackoff backoff = RestartBackoff.NONE;
    private long startedNanos;
    private boolean stopping;

    /** Told on the loop. */
    interface Listener {
        void started();

        /**
         * It ended and will be started again.
         *
         * @param crashes exits in a row, from 1
         */
        void exited(int exitCode, int crashes);
    }

    SupervisedProcess(Loop loop, ProcessStarter starter, ProcessSpec spec, Listener listener) {
        this.loop = loop;
        this.starter = starter;
        this.spec = spec;
        this.listener = listener;
    }

    ProcessSpec spec() {
        return spec;
    }

    /** Its pid while it runs. */
    Optional<Long> pid() {
        return process.map(Process::pid);
    }

    void start() {
        if (stopping || process.isPresent()) {
            return;
        }
        try {
            var running = starter.start(spec);
            process = Optional.of(running);
            startedNanos = System.nanoTime();
            loop.when(running.onExit(), ended -> exited(ended.exitValue()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + spec.name(), e);
        }
        listener.started();
    }

    /** Ends the running process; its exit starts it again. */
    void restart() {
        process.ifPresent(running -> terminate(running, RESTART_GRACE));
    }

    /** Ends it for good; completes on the loop when it is gone. Asking again gives the same answer. */
    CompletableFuture<Void> stop(Duration grace) {
        if (!stopping) {
            stopping = true;
            restart.ifPresent(Loop.Timer::cancel);
            process.ifPresentOrElse(running -> terminate(running, grace), this::gone);
        }
        return stopped;
    }

    private void terminate(Process running, Duration grace) {
        running.descendants().forEach(ProcessHandle::destroy);
        running.destroy();
        loop.after(grace, () -> {
            if (running.isAlive()) {
                running.descendants().forEach(ProcessHandle::destroyForcibly);
                running.destroyForcibly();
            }
        });
    }

    private void exited(int exitCode) {
        process = Optional.empty();
        if (stopping) {
            gone();
            return;
        }
        backoff = backoff.afterExit(Duration.ofNanos(System.nanoTime() - startedNanos));
        restart = Optional.of(loop.after(backoff.delay(), this::start));
        listener.exited(exitCode, backoff.crashes());
    }

    private void gone() {
        try {
            starter.forget(spec);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the record of " + spec.name(), e);
        }
        stopped.complete(null);
    }
}
