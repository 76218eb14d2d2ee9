package dev.tulle.mesh.xds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.envoy.TestAuthority;
import dev.tulle.mesh.envoy.TestEnvoy;
import dev.tulle.mesh.model.Fraction;
import dev.tulle.mesh.model.MeshEndpoint.Transport;
import dev.tulle.mesh.model.MeshModel;
import dev.tulle.mesh.xds.Bootstrap.HostPort;
import dev.tulle.mesh.xds.OwnPorts.ProbeProtocol;
import dev.tulle.mesh.xds.OwnPorts.ProbeRoute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvoyAcceptsIT {
    @Test
    void sidecarAndGatewayWithAndWithoutApplication() {
        var sidecar = Meshes.sidecar("servicec", "127.0.40.1", "127.0.41.1", 8081);
        var withApplication = Meshes.gateway("127.0.40.2", "127.0.41.2", OptionalInt.of(8080));
        var service = Meshes.service(
                "servicec", List.of(Meshes.endpoint("127.0.40.1", 8081, "servicec", "v1", Transport.MUTUAL_TLS)));
        var edge = Meshes.edge(
                Meshes.rule("0", Meshes.forward(Meshes.share(Meshes.backend("servicec", Optional.empty()), 1))));
        var model = Meshes.mesh(List.of(service), List.of(sidecar, withApplication), edge);
        accepts(model);
        accepts(Meshes.mesh(
                List.of(service), List.of(Meshes.gateway("127.0.40.2", "127.0.41.2", OptionalInt.empty())), edge));
    }

    @Test
    void theBootstrapWithTlsAndToken(@TempDir Path folder) throws IOException {
        var root = folder.resolve("root-cert.pem");
        var token = folder.resolve("token");
        var secret = folder.resolve("token-secret.json");
        Files.writeString(root, new TestAuthority().rootCertificate());
        Files.writeString(token, "a token");
        Files.writeString(secret, Bootstrap.tokenSecret(token.toString()));
        var node = new Bootstrap.Node(
                Bootstrap.Kind.ROUTER, "127.0.40.3", "gateway-0", "gateway", Meshes.telemetry("gateway", "edge", "v1"));
        var controlPlane = new Bootstrap.ControlPlane.Tls(
                new HostPort("127.0.0.1", 15012), root.toString(), token.toString(), secret.toString());
        var bootstrap = new Bootstrap(
                node,
                controlPlane,
                Optional.of(new HostPort("localhost", 9411)),
                Fraction.ofPercent(1),
                new OwnPorts.OnNodeAddress());

        assertThat(node.id()).isEqualTo("router~127.0.40.3~gateway-0.edge~edge.svc.cluster.local");
        var file = folder.resolve("bootstrap.json");
        Files.writeString(file, bootstrap.json());
        assertThat(TestEnvoy.validate(file)).isEmpty();
    }

    @Test
    void theBootstrapOfAPod(@TempDir Path folder) throws IOException {
        var root = folder.resolve("root-cert.pem");
        var secret = folder.resolve("token-secret.json");
        Files.writeString(root, new TestAuthority().rootCertificate());
        Files.writeString(secret, Bootstrap.tokenSecret(Bootstrap.POD_TOKEN));
        var probes = List.of(
                new ProbeRoute(
                        Bootstrap.PROBE_PORT, "/app-health/servicea/livez", 8081, "/live?all", ProbeProtocol.HTTP),
                new ProbeRoute(Bootstrap.PROBE_PORT, "/app-health/servicea/readyz", 8443, "/", ProbeProtocol.HTTPS),
                new ProbeRoute(
                        Bootstrap.PROBE_PORT,
                        "/grpc.health.v1.Health/Check",
                        9000,
                        "/grpc.health.v1.Health/Check",
                        ProbeProtocol.GRPC));
        var json = Bootstrap.inPod(
                        Bootstrap.Kind.SIDECAR,
                        Meshes.telemetry("servicea", "servicea", "v1"),
                        Fraction.ofPercent(1),
                        probes)
                .json();
        assertThat(json).contains("sidecar~$(INSTANCE_IP)~$(POD_NAME).$(POD_NAMESPACE)~$(POD_NAMESPACE).svc");

        var expanded = json.replace("$(INSTANCE_IP)", "fd00::7")
                .replace("$(POD_NAME)", "servicea-0")
                .replace("$(POD_NAMESPACE)", "servicea")
                .replace("$(SERVICE_ACCOUNT)", "servicea")
                .replace(Bootstrap.POD_ROOT_CERTIFICATE, root.toString())
                .replace(Bootstrap.POD_TOKEN_SECRET, secret.toString());
        assertThat(expanded).doesNotContain("$(");
        var file = folder.resolve("bootstrap.json");
        Files.writeString(file, expanded);
        assertThat(TestEnvoy.validate(file)).isEmpty();
    }

    private static void accepts(MeshModel model) {
        var resources = MeshResources.build(model);
        model.workloads().forEach((key, workload) -> {
            var set = resources.forProxy(key);
            new ResourceJson().document(set, List.of());
            assertThat(TestEnvoy.validate(workload, set, new TestAuthority().secrets(workload.identity())))
                    .isEmpty();
        });
    }
}
