package dev.tulle.cli.up;

import dev.tulle.cli.manifests.WorkloadSpec.PodTemplate;
import dev.tulle.cli.manifests.WorkloadSpec.Published;
import dev.tulle.cli.process.ProcessSpec;
import dev.tulle.cli.state.AtomicFiles;
import dev.tulle.cli.state.StateDirectory;
import dev.tulle.mesh.model.SpiffeId;
import dev.tulle.mesh.model.WorkloadLabels;
import dev.tulle.mesh.xds.Bootstrap;
import dev.tulle.mesh.xds.Bootstrap.HostPort;
import dev.tulle.mesh.xds.Bootstrap.Kind;
import dev.tulle.mesh.xds.Bootstrap.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a pod's Envoy is run.
 *
 * @param trustDomain of every SPIFFE ID
 */
record Proxies(Path envoy, StateDirectory state, ServiceAccountTokens tokens, String trustDomain) {
    static final int ADMIN_PORT = Bootstrap.ADMIN_PORT;

    /** Two scrapes and more: a series that is not hit until its listener has drained begins again at 0. */
    private static final int DRAIN_SECONDS = 15;

    /** Writes what the pod's Envoy reads at its start. */
    ProcessSpec process(PodIdentity pod, PodTemplate template) {
        var directory = state.envoy(pod.namespace(), pod.name());
        var file = directory.resolve("bootstrap.json");
        var token = tokens.file(pod.namespace(), template.serviceAccount()).toString();
        var tokenSecret = directory.resolve("token-secret.json");
        var bootstrap = bootstrap(pod, template, new TokenFiles(token, tokenSecret.toString()));
        try {
            AtomicFiles.write(tokenSecret, Bootstrap.tokenSecret(token));
            AtomicFiles.write(file, bootstrap.json());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        var identity = SpiffeId.of(trustDomain, pod.namespace(), template.serviceAccount());
        return new ProcessSpec(
                pod.fileName() + ".envoy",
                List.of(
                        envoy.toString(),
                        "-c",
                        file.toString(),
                        "--concurrency",
                        "1",
                        "--disable-hot-restart",
                        "--drain-time-s",
                        Integer.toString(DRAIN_SECONDS),
                        "--log-level",
                        "warning"),
                bootstrap.environment(identity),
                directory);
    }

    private record TokenFiles(String token, String secret) {}

    private Bootstrap bootstrap(PodIdentity pod, PodTemplate template, TokenFiles files) {
        var node = new Node(
                template.published() == Published.YES || template.isEdge() ? Kind.ROUTER : Kind.SIDECAR,
                pod.proxyAddress(),
                pod.name(),
                template.serviceAccount(),
                telemetry(pod, template.labels()));
        return new Bootstrap(
                node,
                new Bootstrap.ControlPlane.Tls(
                        new HostPort(ControlPlane.HOST, ControlPlane.DISCOVERY_PORT),
                        state.rootCertificate().toString(),
                        files.token(),
                        files.secret()),
                Optional.of(new HostPort("127.0.0.1", Zipkin.PORT)));
    }

    private static WorkloadLabels telemetry(PodIdentity pod, Map<String, String> labels) {
        return new WorkloadLabels(
                pod.workload(),
                pod.namespace(),
                first(labels, "unknown", "app", "app.kubernetes.io/name"),
                first(labels, "unknown", "version", "app.kubernetes.io/version"),
                first(labels, pod.workload(), "service.istio.io/canonical-name", "app.kubernetes.io/name", "app"),
                first(labels, "latest", "service.istio.io/canonical-revision", "app.kubernetes.io/version", "version"));
    }

    private static String first(Map<String, String> labels, String otherwise, String... names) {
        for (var name : names) {
            if (labels.containsKey(name)) {
                return labels.get(name);
            }
        }
        return otherwise;
    }
}
