package dev.tulle.cli.up;

import dev.tulle.cli.documents.ConfigStore;
import dev.tulle.cli.documents.UserDocuments;
import dev.tulle.cli.process.ProcessIdentity;
import dev.tulle.cli.process.ProcessRecords;
import dev.tulle.cli.process.ProcessStop;
import dev.tulle.cli.state.MeshStatus;
import dev.tulle.cli.state.StateDirectory;
import dev.tulle.mesh.config.ConfigKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What must be so before the first process is started. */
final class Preparation {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final List<FixedPort> PORTS = List.of(
            new FixedPort("gateway", 8080),
            new FixedPort("control plane (xDS)", ControlPlane.DISCOVERY_PORT),
            new FixedPort("control plane", ControlPlane.MANAGEMENT_PORT));

    private Preparation() {}

    /** The mesh that runs in that directory; empty when its supervisor is gone. */
    static Optional<MeshStatus> running(StateDirectory state) throws IOException {
        return MeshStatus.read(state).filter(status -> new ProcessIdentity(status.pid(), status.start()).isAlive());
    }

    /** Ends what a killed supervisor left behind; says what there was. */
    static Optional<String> endLeftovers(StateDirectory state) throws IOException, InterruptedException {
        var stopped = new ProcessStop(new ProcessRecords(state)).stopAll(GRACE);
        return stopped.isEmpty()
                ? Optional.empty()
                : Optional.of("stopped " + stopped.size() + " processes that a killed supervisor had left");
    }

    /** Throws when a port that the mesh needs is taken. */
    static void requirePorts(Tools tools) throws UnusableEnvironment {
        var ports = new ArrayList<>(PORTS);
        if (tools.prometheus().isPresent()) {
            ports.add(new FixedPort("Prometheus", Prometheus.PORT));
        }
        if (tools.zipkin().isPresent()) {
            ports.add(new FixedPort("Zipkin", Zipkin.PORT));
        }
        if (tools.console().isPresent()) {
            ports.add(new FixedPort("console", Console.PORT));
        }
        for (var port : ports) {
            port.requireFree();
        }
    }

    /** A fresh state directory; rules that were applied before a crash, and the certificate authority, stay. */
    static void makeState(UpPlan plan) throws IOException, UnusableEnvironment {
        var state = plan.state();
        for (var stale : List.of(
                state.pods(),
                state.root().resolve("envoy"),
                state.tokens(),
                state.prometheus(),
                state.apps(),
                plan.installation().temporary())) {
            StateDirectory.delete(stale);
        }
        clearLogs(state);
        for (var directory : List.of(
                state.pods(),
                state.applied(),
                state.processes(),
                plan.installation().temporary())) {
            Files.createDirectories(directory);
        }
        copyManifests(plan.manifests(), state.apps());
    }

    /** Throws when no Deployment of that name is among the manifests. */
    static void requireDeployment(StateDirectory state, String name) throws IOException, UnusableEnvironment {
        var deployments = ConfigStore.open(state).objects().sequencedKeySet().stream()
                .filter(key -> key.kind().equals("Deployment"))
                .map(ConfigKey::name)
                .toList();
        if (!deployments.contains(name)) {
            throw new UnusableEnvironment(
                    "no Deployment is named " + name + ", expected one of " + String.join(", ", deployments));
        }
    }

    /** All but the log of this very process. */
    private static void clearLogs(StateDirectory state) throws IOException {
        Files.createDirectories(state.logs());
        try (var logs = Files.newDirectoryStream(state.logs())) {
            for (var log : logs) {
                if (!log.equals(state.log(DetachedUp.PROCESS))) {
                    Files.deleteIfExists(log);
                }
            }
        }
    }

    private static void copyManifests(Path from, Path to) throws IOException, UnusableEnvironment {
        if (!Files.isDirectory(from) || !Files.isReadable(from)) {
            throw new UnusableEnvironment(from + " is not a directory that can be read, expected Kubernetes manifests");
        }
        try (var files = Files.walk(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (UserDocuments.isDocument(file)) {
                    var copy = to.resolve(from.relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
