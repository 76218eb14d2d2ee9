package dev.tulle.controlplane.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import dev.tulle.controlplane.RealEnvoy;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.model.MeshModel;
import dev.tulle.mesh.model.SpiffeId;
import dev.tulle.mesh.model.WorkloadKey;
import dev.tulle.mesh.model.WorkloadLabels;
import dev.tulle.mesh.translate.Translation;
import dev.tulle.mesh.xds.Bootstrap;
import dev.tulle.mesh.xds.EncodedResource;
import dev.tulle.mesh.xds.ResourceSet;
import dev.tulle.mesh.xds.ResourceType;
import dev.tulle.mesh.xds.ResourceVersion;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real Envoy says to clusters that it does not take, and what becomes of the others. */
class NackIT {
    private static final String ADDRESS = "127.0.50.20";
    private static final ConfigKey GOOD = TestMesh.key(ResourceType.CLUSTER, "good");
    private static final ConfigKey EVIL = TestMesh.key(ResourceType.CLUSTER, "evil");

    private final Path directory;

    NackIT(@TempDir Path directory) {
        this.directory = directory;
    }

    /** Clusters by the text of {@link TestMesh}'s objects: {@code fine}, {@code invalid} or {@code unworkable}. */
    private static final class Clusters implements Meaning {
        private final TestMesh mesh = new TestMesh();

        @Override
        public List<Problem> check(ConfigObject object) {
            return mesh.check(object);
        }

        @Override
        public Translation translate(ConfigSnapshot snapshot) {
            return mesh.translate(snapshot);
        }

        @Override
        public Function<WorkloadKey, ResourceSet> build(MeshModel model) {
            var texts = mesh.build(model);
            return key -> ResourceSet.of(texts.apply(key).of(ResourceType.CLUSTER).values().stream()
                    .map(Clusters::cluster)
                    .toList());
        }

        private static EncodedResource cluster(EncodedResource text) {
            var builder = Cluster.newBuilder()
                    .setName(text.name())
                    .setType(Cluster.DiscoveryType.STATIC)
                    .setConnectTimeout(Duration.newBuilder().setSeconds(1))
                    .setLoadAssignment(ClusterLoadAssignment.newBuilder().setClusterName(text.name()));
            switch (text.value().toStringUtf8()) {
                case "invalid" ->
                    builder.setConnectTimeout(Duration.newBuilder().setSeconds(-1));
                case "unworkable" -> builder.setLbPolicy(Cluster.LbPolicy.CLUSTER_PROVIDED);
                default -> builder.setAltStatName(text.value().toStringUtf8());
            }
            var version = new ResourceVersion("v-" + text.value().toStringUtf8());
            return new EncodedResource(
                    ResourceType.CLUSTER, text.name(), version, builder.build().toByteString(), text.sources());
        }
    }

    private RealEnvoy envoy(int port) throws Exception {
        var token = directory.resolve("token");
        Files.writeString(token, "servicea/servicea");
        var secret = directory.resolve("token-secret.json");
        Files.writeString(secret, Bootstrap.tokenSecret(token.toString()));
        var labels = new WorkloadLabels("a", "servicea", "a", "v1", "a", "v1");
        var bootstrap = new Bootstrap(
                new Bootstrap.Node(Bootstrap.Kind.SIDECAR, ADDRESS, "a", "servicea", labels),
                new Bootstrap.ControlPlane.Tls(
                        new Bootstrap.HostPort("127.0.0.1", port),
                        directory.resolve("ca/root-cert.pem").toString(),
                        token.toString(),
                        secret.toString()),
                Optional.empty());
        return new RealEnvoy(
                bootstrap, SpiffeId.of("cluster.local", "servicea", "servicea"), directory.resolve("envoy"));
    }

    private static String cluster(String name, String text) {
        return TestMesh.resource(ResourceType.CLUSTER, name, text);
    }

    private static void until(String what, Callable<Boolean> condition) throws Exception {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private void refusedAlone(String text) throws Exception {
        try (var controlPlane = new TestControlPlane(
                        directory.resolve("ca"), java.time.Duration.ofHours(1), 0, new Clusters());
                var envoy = envoy(controlPlane.port())) {
            controlPlane.configure(TestMesh.pod("a", "servicea"), cluster("good", "fine"), cluster("evil", text));
            until("the NACK is in the ledger", () -> controlPlane.receipt(EVIL).state() == Receipt.State.REFUSED);
            assertThat(controlPlane.receipt(EVIL).nacks()).hasSize(1);
            assertThat(controlPlane.receipt(GOOD).state()).isEqualTo(Receipt.State.LIVE);
            assertThat(controlPlane.receipt(GOOD).live()).isEqualTo(1);
            assertThat(envoy.admin("/clusters")).contains("good::").doesNotContain("evil::");

            controlPlane.configure(TestMesh.pod("a", "servicea"), cluster("evil", "fine"));
            until("the mended cluster is live and the other gone", () -> {
                var clusters = envoy.admin("/clusters");
                return clusters.contains("evil::") && !clusters.contains("good::");
            });
            assertThat(controlPlane.receipt(EVIL).live()).isEqualTo(1);
        }
    }

    @Test
    void aClusterThatCannotWorkIsRefusedAloneAndTakenWhenMended() throws Exception {
        refusedAlone("unworkable");
    }

    @Test
    void aClusterThatIsNotValidIsRefusedAloneAndTakenWhenMended() throws Exception {
        refusedAlone("invalid");
    }
}
