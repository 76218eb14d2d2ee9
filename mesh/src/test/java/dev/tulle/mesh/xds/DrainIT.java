package dev.tulle.mesh.xds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.envoy.NetworkLab;
import dev.tulle.mesh.envoy.TestAuthority;
import dev.tulle.mesh.envoy.TestEnvoy;
import dev.tulle.mesh.envoy.TestPod;
import dev.tulle.mesh.translate.Translation;
import dev.tulle.mesh.translate.Translator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to requests while a pod ends: real Envoys in network namespaces, with the injector's own commands. */
class DrainIT {
    private static final String SERVICE = "10.98.0.1";

    private static final String MESH = """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec: {clusterIP: 10.98.0.1, selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
        """;

    private static final String POD = """
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: %1$s, namespace: shop, labels: {app: %2$s}}
        spec: {serviceAccountName: %2$s, containers: [{name: app}], initContainers: [{name: istio-proxy}]}
        status: {podIP: %3$s, conditions: [{type: Ready, status: "True"}]}
        """;

    private final NetworkLab lab = NetworkLab.start();
    private final TestAuthority authority = new TestAuthority();
    private final Translation mesh = mesh(POD.formatted("caller", "caller", "10.99.0.1")
            + POD.formatted("first", "web", "10.99.0.2")
            + POD.formatted("second", "web", "10.99.0.3"));
    private final MeshResources resources = MeshResources.build(mesh.model());

    @AfterEach
    void stop() {
        lab.close();
    }

    @Test
    void anApplicationThatIsGoneCostsNoRequest() {
        try (var caller = pod("caller", "10.99.0.1", List.of());
                var first = pod("first", "10.99.0.2", List.of("http:8080"));
                var second = pod("second", "10.99.0.3", List.of())) {
            for (var i = 0; i < 20; i++) {
                assertThat(caller.get(SERVICE, 80, "web"))
                        .contains("200 OK", "first answers")
                        .doesNotContain("x-mesh-");
            }
            assertThat(second.stat("http.inbound_8080.downstream_rq_5xx")).isPositive();

            first.endApplication();
            TestEnvoy.waitFor(() -> caller.get(SERVICE, 80, "web").contains("503 Service Unavailable"));
            assertThat(caller.get(SERVICE, 80, "web")).doesNotContain("x-mesh-");
        }
    }

    @Test
    void aProxyThatDrainsSendsItsClientsAwayAndGoesOnServing() throws InterruptedException {
        try (var caller = pod("caller", "10.99.0.1", List.of());
                var first = pod("first", "10.99.0.2", List.of("http:8080"))) {
            assertThat(caller.ask("10.99.0.2", 8080, "web")).contains("200 OK").doesNotContain("connection: close");

            var hook = first.exec(Draining.preStop(Bootstrap.Kind.SIDECAR));
            assertThat(hook.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(hook.exitValue()).isZero();

            assertThat(caller.ask("10.99.0.2", 8080, "web")).contains("200 OK", "connection: close");
            assertThat(first.ask(SERVICE, 80, "web")).contains("200 OK").doesNotContain("connection: close");
        }
    }

    @Test
    void aClassicSidecarWaitsForItsApplication() throws InterruptedException {
        try (var first = pod("first", "10.99.0.2", List.of("http:8080"))) {
            var hook = first.exec(Draining.preStopAfterApplication(Bootstrap.Kind.SIDECAR, Duration.ZERO));
            assertThat(first.get(SERVICE, 80, "web")).contains("200 OK");
            assertThat(hook.waitFor(500, TimeUnit.MILLISECONDS)).isFalse();

            first.endApplication();
            assertThat(hook.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(hook.exitValue()).isZero();
        }
    }

    private TestPod pod(String name, String address, List<String> ports) {
        var workload = mesh.model().workloads().values().stream()
                .filter(candidate -> candidate.key().name().equals(name))
                .findFirst()
                .orElseThrow();
        return TestPod.start(lab, address, name, ports)
                .inject(workload, resources.forProxy(workload.key()), authority.secrets(workload.identity()));
    }

    private static Translation mesh(String pods) {
        var parsed = ConfigParser.parse("mesh.yaml", (MESH + pods).getBytes(StandardCharsets.UTF_8));
        assertThat(parsed.problems()).isEmpty();
        return new Translator(Meshes.TRUST_DOMAIN).translate(ConfigSnapshot.of(parsed.objects()));
    }
}
