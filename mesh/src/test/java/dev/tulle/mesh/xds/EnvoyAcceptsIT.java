package dev.tulle.mesh.xds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.envoy.TestAuthority;
import dev.tulle.mesh.envoy.TestEnvoy;
import dev.tulle.mesh.model.Fraction;
import dev.tulle.mesh.model.MeshEndpoint.Transport;
import dev.tulle.mesh.model.MeshModel;
import dev.tulle.mesh.xds.Bootstrap.HostPort;
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
        var bootstrap =
                new Bootstrap(node, controlPlane, Optional.of(new HostPort("localhost", 9411)), Fraction.ofPercent(1));

        assertThat(node.id()).isEqualTo("router~127.0.40.3~gateway-0.edge~edge.svc.cluster.local");
        var file = folder.resolve("bootstrap.json");
        Files.writeString(file, bootstrap.json());
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
