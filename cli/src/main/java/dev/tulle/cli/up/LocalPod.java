package dev.tulle.cli.up;

import dev.tulle.cli.manifests.WorkloadSpec.PodTemplate;
import dev.tulle.cli.process.ProcessSpec;
import dev.tulle.cli.state.AtomicFiles;
import dev.tulle.cli.state.StateDirectory;
import dev.tulle.cli.up.PodDocument.Ready;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A pod that runs: its document, its Envoy and its containers. It is ready when all of them are, and its document says so.
 *
 * <p>Thread: called only on the loop.
 */
final class LocalPod {
    /** Long enough for every proxy to hear that the endpoint is gone and for requests under way to be answered. */
    private static final Duration ENDPOINT_GONE = Duration.ofSeconds(1);

    private static final Duration ENVOY_GRACE = Duration.ofSeconds(5);

    private final PodIdentity identity;
    private final PodTemplate template;
    private final PodDocument document;
    private final StateDirectory state;
    private final Loop loop;
    private final Container envoy;
    private final List<Container> applications;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final Listener listener;
    private boolean ready;
    private boolean draining;

    /** Told on the loop. */
    interface Listener {
        void readinessChanged(LocalPod pod);

        void restarting(LocalPod pod, ProcessSpec process, String reason, int crashes);
    }

    LocalPod(PodProcesses processes, PodDocument document, Listener listener) {
        this.identity = document.pod();
        this.template = document.template();
        this.document = document;
        this.listener = listener;
        this.state = processes.state();
        this.loop = processes.supervision().loop();
        var events = new Container.Events() {
            @Override
            public void readinessChanged() {
                updateReadiness();
            }

            @Override
            public void restarting(ProcessSpec process, String reason, int crashes) {
                listener.restarting(LocalPod.this, process, reason, crashes);
            }
        };
        this.envoy = processes.envoy(identity, template, events);
        this.applications = processes.applications(identity, template, events);
    }

    PodIdentity identity() {
        return identity;
    }

    PodTemplate template() {
        return template;
    }

    boolean isReady() {
        return ready;
    }

    boolean isDraining() {
        return draining;
    }

    /** Starts the applications; the control plane hears of the pod, so that its Envoy finds its configuration waiting. */
    void start() {
        write(Ready.FALSE);
        applications.forEach(Container::start);
    }

    /** Starts its Envoy, which needs the control plane's root certificate to be there. */
    void startEnvoy() {
        if (!draining) {
            envoy.start();
        }
    }

    /** Takes its endpoint out, lets requests end, then stops the applications, then Envoy. */
    CompletableFuture<Void> drain() {
        if (!draining) {
            draining = true;
            ready = false;
            write(Ready.FALSE);
            loop.after(ENDPOINT_GONE, this::stopProcesses);
        }
        return gone;
    }

    /** Stops it at once: the whole mesh ends. */
    CompletableFuture<Void> stop() {
        draining = true;
        stopProcesses();
        return gone;
    }

    private void stopProcesses() {
        var stopping = new ArrayList<CompletableFuture<Void>>();
        applications.forEach(application -> stopping.add(application.stop(template.grace())));
        loop.when(
                CompletableFuture.allOf(stopping.toArray(CompletableFuture<?>[]::new))
                        .thenCompose(none -> envoy.stop(ENVOY_GRACE)),
                none -> removeFiles());
    }

    private void removeFiles() {
        try {
            Files.deleteIfExists(documentFile());
            StateDirectory.delete(state.envoy(identity.namespace(), identity.name()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the files of " + identity.name(), e);
        }
        gone.complete(null);
    }

    private void updateReadiness() {
        var nowReady = !draining && envoy.isReady() && applications.stream().allMatch(Container::isReady);
        if (nowReady != ready) {
            ready = nowReady;
            write(ready ? Ready.TRUE : Ready.FALSE);
            listener.readinessChanged(this);
        }
    }

    private void write(Ready condition) {
        try {
            AtomicFiles.write(documentFile(), document.text(condition));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the Pod document of " + identity.name(), e);
        }
    }

    private Path documentFile() {
        return state.pods().resolve(identity.fileName() + ".yaml");
    }
}
