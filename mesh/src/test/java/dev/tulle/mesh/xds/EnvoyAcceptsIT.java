package dev.tulle.mesh.xds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.envoy.TestAuthority;
import dev.tulle.mesh.envoy.TestEnvoy;
import dev.tulle.mesh.model.MeshEndpoint.Transport;
import dev.tulle.mesh.model.MeshModel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

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
