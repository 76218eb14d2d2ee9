package dev.tulle.cli.up;

import dev.tulle.cli.process.ProcessIdentity;
import dev.tulle.cli.state.MeshLock;
import dev.tulle.cli.state.MeshStatus;
import dev.tulle.cli.state.MeshStatus.Phase;
import dev.tulle.cli.state.StateDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The process that supervises, at a terminal or left in the background. */
final class ForegroundUp {
    private static final int FAILED = 1;
    static final int ALREADY_RUNNING = 2;
    private static final Duration STOP = Duration.ofSeconds(55);

    private final UpPlan plan;
    private final Mode mode;
    private final Summary summary;
    private final Progress progress;

    /** Who waits for it. */
    enum Mode {
        /** A user, until Ctrl-C: a workload that does not start is said, and the others run. */
        TERMINAL,
        /** `tulle up --detach`: it runs completely, or ends with the reason. */
        BACKGROUND
    }

    ForegroundUp(UpPlan plan, Mode mode, Summary summary) {
        this.plan = plan;
        this.mode = mode;
        this.summary = summary;
        this.progress = new Progress(summary.progress(), Progress.Look.detect());
    }

    int run() throws IOException, InterruptedException {
        var state = plan.state();
        var running = Preparation.running(state);
        if (running.isPresent()) {
            summary.printRunning(running.get());
            return ALREADY_RUNNING;
        }
        var lock = MeshLock.take(state);
        if (lock.isEmpty()) {
            System.err.println("tulle: another `tulle up` is starting in " + state);
            return ALREADY_RUNNING;
        }
        try {
            var self = ProcessIdentity.current();
            new MeshStatus(self.pid(), self.start(), Phase.STARTING, "", List.of()).write(state);
            return supervise(prepare());
        } catch (UnusableEnvironment e) {
            progress.failure(String.valueOf(e.getMessage()));
            StateDirectory.delete(state.supervisor());
            return FAILED;
        } finally {
            lock.get().release();
        }
    }

    private Supervisor prepare() throws IOException, InterruptedException, UnusableEnvironment {
        var state = plan.state();
        Preparation.endLeftovers(state).ifPresent(progress::say);
        var tools = Tools.find(
                plan.installation().home(), System.getenv(), plan.limits().without());
        Preparation.requirePorts(tools);
        var maven = plan.developed().isPresent()
                ? Tools.findMaven(plan.installation().home(), System.getenv())
                : "";
        Preparation.makeState(plan);
        if (plan.developed().isPresent()) {
            Preparation.requireDeployment(state, plan.developed().get());
        }
        var programs = new Programs(plan.installation(), plan.developed(), maven);
        var supervisor = new Supervisor(state, plan.installation(), tools, programs, progress);
        return mode == Mode.BACKGROUND ? supervisor.endingWhenHopeless() : supervisor;
    }

    private int supervise(Supervisor supervisor) throws IOException, InterruptedException {
        var ending = new Ending(supervisor, plan.state());
        Runtime.getRuntime().addShutdownHook(new Thread(ending::bySignal, "stop"));
        try {
            awaitFirstAnswer(supervisor);
            if (mode == Mode.TERMINAL) {
                var hint =
                        "Ctrl-C stops everything; logs are in " + plan.state().logs();
                MeshStatus.read(plan.state()).ifPresent(status -> summary.print(status, hint));
            }
            supervisor.failure().get();
            return 0;
        } catch (ExecutionException | TimeoutException e) {
            progress.failure(reason(e, supervisor));
            ending.byFailure();
            return FAILED;
        }
    }

    private void awaitFirstAnswer(Supervisor supervisor)
            throws InterruptedException, ExecutionException, TimeoutException {
        var first = CompletableFuture.anyOf(supervisor.start(), supervisor.failure());
        switch (mode) {
            case BACKGROUND -> first.get(plan.limits().firstAnswer().toMillis(), TimeUnit.MILLISECONDS);
            case TERMINAL -> first.get();
        }
    }

    private String reason(Exception failure, Supervisor supervisor) {
        if (failure.getCause() instanceof UnusableEnvironment known) {
            return String.valueOf(known.getMessage());
        }
        if (failure instanceof TimeoutException) {
            return "no answer after " + plan.limits().firstAnswer().toSeconds() + " s: " + supervisor.missing();
        }
        return "supervision failed: " + failure.getCause();
    }

    /** Ends the mesh once, whoever asks first. */
    private record Ending(Supervisor supervisor, StateDirectory state) {
        /** Runs while the virtual machine shuts down; what it would say of its own must not replace the exit code. */
        void bySignal() {
            stop();
            Runtime.getRuntime().halt(0);
        }

        void byFailure() {
            stop();
            Runtime.getRuntime().halt(FAILED);
        }

        private void stop() {
            System.err.println("stopping");
            try {
                supervisor.stop().get(STOP.toSeconds(), TimeUnit.SECONDS);
                state.clear();
                System.err.println("stopped");
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                System.err.println("not everything has stopped (" + e + "): run `tulle down`");
            }
        }
    }
}
