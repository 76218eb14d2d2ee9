package dev.tulle.mesh.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.envoy.EchoServer;
import dev.tulle.mesh.envoy.ProxyClient;
import dev.tulle.mesh.envoy.Scrape;
import dev.tulle.mesh.envoy.TestAuthority;
import dev.tulle.mesh.envoy.TestEnvoy;
import dev.tulle.mesh.model.MeshEndpoint.Transport;
import dev.tulle.mesh.model.MeshModel;
import dev.tulle.mesh.model.MutualTlsMode;
import dev.tulle.mesh.model.PeerPolicies;
import dev.tulle.mesh.model.Workload;
import dev.tulle.mesh.translate.PeerModes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each mode takes and refuses, between two real sidecars. */
class MutualTlsModesIT {
    private static final String URL = "http://servicec.servicec:8081/";
    private static final Workload A = Meshes.sidecar("servicea", "127.0.46.20", "127.0.47.20", 8081);
    private static final Workload C = Meshes.sidecar("servicec", "127.0.46.21", "127.0.47.21", 8081);
    private static final MeshModel MESH = Meshes.mesh(
            List.of(Meshes.service(
                    "servicec", List.of(Meshes.endpoint("127.0.46.21", 8081, "servicec", "v1", Transport.MUTUAL_TLS)))),
            List.of(A, C));

    private final TestAuthority authority = new TestAuthority();
    private final EchoServer application = EchoServer.start("127.0.47.21", 8081, "service C");
    private final List<TestEnvoy> sidecars = new ArrayList<>();
    private final ProxyClient client = new ProxyClient("127.0.46.20");

    @AfterEach
    void stop() {
        client.close();
        sidecars.forEach(TestEnvoy::close);
        application.close();
    }

    @Test
    void strictTakesMutualTlsAndNothingElse() {
        start(MutualTlsMode.STRICT, MutualTlsMode.STRICT);

        assertThat(client.get(URL).body()).isEqualTo("service C");
        assertThat(security()).isEqualTo("mutual_tls");
        assertThatThrownBy(MutualTlsModesIT::plainText).isInstanceOf(IOException.class);
    }

    @Test
    void permissiveTakesBothAndSidecarsSpeakMutualTls() throws Exception {
        start(MutualTlsMode.PERMISSIVE, MutualTlsMode.PERMISSIVE);

        assertThat(client.get(URL).body()).isEqualTo("service C");
        assertThat(security()).isEqualTo("mutual_tls");
        assertThat(plainText()).isEqualTo("service C");
    }

    @Test
    void disableTakesPlainTextAndSidecarsSpeakIt() throws Exception {
        start(MutualTlsMode.DISABLE, MutualTlsMode.DISABLE);

        assertThat(client.get(URL).body()).isEqualTo("service C");
        assertThat(security()).isEqualTo("none");
        assertThat(plainText()).isEqualTo("service C");
    }

    @Test
    void aCallerThatSpeaksWhatTheServerRefusesGetsNothing() {
        start(MutualTlsMode.STRICT, MutualTlsMode.DISABLE);

        assertThat(client.get(URL).statusCode()).isEqualTo(503);
        assertThat(application.requests()).isZero();
    }

    private void start(MutualTlsMode server, MutualTlsMode callers) {
        var mesh = new PeerModes().apply(MESH, List.of(everywhere(server)), everywhere(callers));
        sidecars.add(start(mesh, A));
        sidecars.add(start(mesh, C));
    }

    private TestEnvoy start(MeshModel mesh, Workload workload) {
        return TestEnvoy.start(
                workload, MeshResources.build(mesh).forProxy(workload.key()), authority.secrets(workload.identity()));
    }

    private static PeerPolicies everywhere(MutualTlsMode mode) {
        var source = new ConfigKey("security.istio.io", "PeerAuthentication", "istio-system", "default");
        var scope = new PeerPolicies.Scope(source, Map.of(), Optional.of(mode), new TreeMap<>());
        return new PeerPolicies(Optional.of(scope), new TreeMap<>(), List.of());
    }

    private static String security() {
        return new Scrape("127.0.46.21").only("istio_requests_total").getOrDefault("connection_security_policy", "");
    }

    private static String plainText() throws IOException, InterruptedException {
        try (var outside = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.46.21:8081/"))
                    .build();
            return outside.send(request, BodyHandlers.ofString()).body();
        }
    }
}
