package dev.tulle.cli.up;

import dev.tulle.cli.manifests.ContainerSpec.Probes;
import dev.tulle.cli.manifests.ProbeSpec;
import dev.tulle.cli.process.ProcessSpec;
import dev.tulle.cli.up.Probe.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A process with its probes, as a kubelet keeps a container: not ready before the startup probe has passed, ready while the
 * readiness probe passes, started again when it ends or its liveness probe fails.
 *
 * <p>Thread: called only on the loop.
 */
final class Container {
    private final Supervision supervision;
    private final Probes probes;
    private final String address;
    private final Events events;
    private final SupervisedProcess process;
    private final List<Probe> asking = new ArrayList<>();
    private boolean ready;

    /** Told on the loop. */
    interface Events {
        /** It became ready, or stopped being so. */
        void readinessChanged();

        void restarting(ProcessSpec process, String reason, int crashes);
    }

    /** @param address where the probes ask */
    Container(Supervision supervision, ProcessSpec spec, Probes probes, String address, Events events) {
        this.supervision = supervision;
        this.probes = probes;
        this.address = address;
        this.events = events;
        process = new SupervisedProcess(
                supervision.loop(), supervision.starter(), spec, new SupervisedProcess.Listener() {
                    @Override
                    public void started() {
                        askAfterStart();
                    }

                    @Override
                    public void exited(int exitCode, int crashes) {
                        stopAsking();
                        become(false);
                        events.restarting(spec, "ended with exit code " + exitCode, crashes);
                    }
                });
    }

    boolean isReady() {
        return ready;
    }

    void start() {
        process.start();
    }

    CompletableFuture<Void> stop(Duration grace) {
        stopAsking();
        ready = false;
        return process.stop(grace);
    }

    private void askAfterStart() {
        if (probes.startup().isEmpty()) {
            askWhileRunning();
            return;
        }
        ask(probes.startup().get(), verdict -> {
            stopAsking();
            switch (verdict) {
                case PASSED -> askWhileRunning();
                case FAILED -> restart("failed its startup probe");
            }
        });
    }

    private void askWhileRunning() {
        probes.liveness()
                .ifPresent(liveness -> ask(liveness, verdict -> {
                    if (verdict == Verdict.FAILED) {
                        stopAsking();
                        restart("failed its liveness probe");
                    }
                }));
        probes.readiness()
                .ifPresentOrElse(
                        readiness -> ask(readiness, verdict -> become(verdict == Verdict.PASSED)), () -> become(true));
    }

    private void ask(ProbeSpec spec, Consumer<Verdict> listener) {
        var probe = new Probe(supervision.loop(), supervision.checks(), spec, address, listener);
        asking.add(probe);
        probe.start();
    }

    private void stopAsking() {
        asking.forEach(Probe::cancel);
        asking.clear();
    }

    private void restart(String reason) {
        become(false);
        events.restarting(process.spec(), reason, 1);
        process.restart();
    }

    private void become(boolean nowReady) {
        if (ready != nowReady) {
            ready = nowReady;
            events.readinessChanged();
        }
    }
}
