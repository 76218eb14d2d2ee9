package dev.tulle.mesh.xds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.envoy.EchoServer;
import dev.tulle.mesh.envoy.ProxyClient;
import dev.tulle.mesh.envoy.Scrape;
import dev.tulle.mesh.envoy.TestAuthority;
import dev.tulle.mesh.envoy.TestEnvoy;
import dev.tulle.mesh.model.MeshEndpoint.Transport;
import dev.tulle.mesh.model.MeshModel;
import dev.tulle.mesh.model.Workload;
import dev.tulle.mesh.xds.Bootstrap.HostPort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Service A calls service C, each with its own real sidecar. */
class PeersIT {
    private static final String URL = "http://servicec.servicec:8081/";
    private static final Workload A = Meshes.sidecar("servicea", "127.0.40.20", "127.0.41.20", 8081);
    private static final Workload C = Meshes.sidecar("servicec", "127.0.40.21", "127.0.41.21", 8081);
    private static final MeshModel MESH = Meshes.mesh(
            List.of(Meshes.service(
                    "servicec", List.of(Meshes.endpoint("127.0.40.21", 8081, "servicec", "v1", Transport.MUTUAL_TLS)))),
            List.of(A, C));

    private final TestAuthority authority = new TestAuthority();
    private EchoServer zipkin;
    private EchoServer application;
    private TestEnvoy sidecarOfA;
    private TestEnvoy sidecarOfC;
    private ProxyClient client;

    @BeforeEach
    void start() {
        zipkin = EchoServer.start("127.0.41.22", "zipkin");
        application = EchoServer.start("127.0.41.21", 8081, "service C");
        sidecarOfA = start(A, authority);
        sidecarOfC = start(C, authority);
        client = new ProxyClient("127.0.40.20");
    }

    @AfterEach
    void stop() {
        client.close();
        sidecarOfA.close();
        sidecarOfC.close();
        application.close();
        zipkin.close();
    }

    @Test
    void aCallIsMutualTlsAndBothSidesReportIt() {
        assertThat(client.get(URL).body()).isEqualTo("service C");

        var source = new Scrape("127.0.40.20").only("istio_requests_total");
        assertThat(source)
                .containsEntry("reporter", "source")
                .containsEntry("source_workload", "servicea")
                .containsEntry("source_workload_namespace", "servicea")
                .containsEntry("source_principal", "spiffe://cluster.local/ns/servicea/sa/servicea")
                .containsEntry("destination_workload", "servicec-v1")
                .containsEntry("destination_service", "servicec.servicec.svc.cluster.local")
                .containsEntry("destination_service_name", "servicec")
                .containsEntry("destination_service_namespace", "servicec")
                .containsEntry("destination_principal", "spiffe://cluster.local/ns/servicec/sa/servicec")
                .containsEntry("request_protocol", "http")
                .containsEntry("response_code", "200")
                .containsEntry("response_flags", "-")
                .containsEntry("connection_security_policy", "unknown");
        var destination = new Scrape("127.0.40.21").only("istio_requests_total");
        assertThat(destination)
                .containsEntry("reporter", "destination")
                .containsEntry("source_workload", "servicea")
                .containsEntry("source_workload_namespace", "servicea")
                .containsEntry("source_app", "servicea")
                .containsEntry("source_version", "v1")
                .containsEntry("source_canonical_service", "servicea")
                .containsEntry("source_canonical_revision", "v1")
                .containsEntry("source_principal", "spiffe://cluster.local/ns/servicea/sa/servicea")
                .containsEntry("destination_workload", "servicec")
                .containsEntry("destination_principal", "spiffe://cluster.local/ns/servicec/sa/servicec")
                .containsEntry("destination_service", "servicec.servicec.svc.cluster.local")
                .containsEntry("connection_security_policy", "mutual_tls");
        assertThat(source.keySet()).isEqualTo(destination.keySet());
    }

    @Test
    void theApplicationSeesTheCallersIdentityAndNoHeaderOfTheMesh() {
        client.send(HttpRequest.newBuilder(URI.create(URL)).header("x-mesh-workload", "forged"));

        assertThat(application.lastHeaders().keySet()).noneMatch(name -> name.startsWith("X-mesh-"));
        assertThat(application.lastHeaders().getFirst("X-forwarded-client-cert"))
                .contains("URI=spiffe://cluster.local/ns/servicea/sa/servicea");
        assertThat(new Scrape("127.0.40.21").only("istio_requests_total")).containsEntry("source_workload", "servicea");
    }

    @Test
    void aPeerMayLieAboutItsNameButNotAboutItsNamespace() {
        sidecarOfA.close();
        var liar = new Workload(
                A.key(),
                A.labels(),
                Meshes.telemetry("liar", "istio-system", "v1"),
                A.identity(),
                A.serviceAccount(),
                A.address(),
                A.inbound(),
                A.capture(),
                A.role());
        sidecarOfA = start(liar, authority);

        client.send(HttpRequest.newBuilder(URI.create(URL))
                .header("x-forwarded-client-cert", "URI=spiffe://cluster.local/ns/forged/sa/forged"));

        assertThat(new Scrape("127.0.40.21").only("istio_requests_total"))
                .containsEntry("source_workload", "liar")
                .containsEntry("source_workload_namespace", "servicea");
    }

    @Test
    void plainTextIsAcceptedAndSaidToBe() throws Exception {
        try (var outside = HttpClient.newHttpClient()) {
            var answer = outside.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.40.21:8081/"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo("service C");
        }

        assertThat(new Scrape("127.0.40.21").only("istio_requests_total"))
                .containsEntry("connection_security_policy", "none")
                .containsEntry("source_workload", "unknown")
                .containsEntry("source_principal", "unknown");
    }

    @Test
    void aServerWithAnotherIdentityIsRefused() {
        sidecarOfC.close();
        var impostor = new Workload(
                C.key(),
                C.labels(),
                C.telemetry(),
                A.identity(),
                C.serviceAccount(),
                C.address(),
                C.inbound(),
                C.capture(),
                C.role());
        sidecarOfC = start(impostor, authority);

        assertThat(client.get(URL).statusCode()).isEqualTo(503);
        TestEnvoy.waitFor(() -> sidecarOfA.log().matches("(?s).* 503 \\S*UF.*"));
        assertThat(application.requests()).isZero();
    }

    @Test
    void aClientOfAnotherAuthorityIsRefused() {
        sidecarOfA.close();
        sidecarOfA = start(A, new TestAuthority());

        assertThat(client.get(URL).statusCode()).isEqualTo(503);
        assertThat(application.requests()).isZero();
    }

    @Test
    void failuresHaveEveryLabelOnceScraped() {
        application.close();
        client.get(URL);
        client.get("http://servicex.servicex:8081/");

        var scrape = new Scrape("127.0.40.20");
        assertThat(scrape.series("istio_requests_total")).hasSize(2).allSatisfy(labels -> assertThat(labels)
                .allSatisfy((name, value) -> {
                    if (!name.equals("grpc_response_status")) {
                        assertThat(value).as(name).isNotEmpty();
                    }
                }));
        assertThat(scrape.series("istio_requests_total"))
                .anySatisfy(labels -> assertThat(labels)
                        .containsEntry("response_code", "404")
                        .containsEntry("response_flags", "NR")
                        .containsEntry("destination_workload", "unknown")
                        .containsEntry("destination_service", "unknown"))
                .anySatisfy(labels -> assertThat(labels)
                        .containsEntry("response_code", "503")
                        .containsEntry("destination_workload", "servicec-v1"));
    }

    @Test
    void bothSidesSendSpansOfOneTrace() {
        client.send(HttpRequest.newBuilder(URI.create(URL))
                .header("x-b3-traceid", "463ac35c9f6413ad48485a3953bb6124")
                .header("x-b3-spanid", "a2fb4a1d1a96d312")
                .header("x-b3-sampled", "1"));

        assertThat(application.lastHeaders().getFirst("X-b3-traceid")).isEqualTo("463ac35c9f6413ad48485a3953bb6124");
        TestEnvoy.waitFor(() -> zipkin.bodies().size() >= 2);
        var spans = String.join("\n", zipkin.bodies());
        assertThat(spans)
                .contains("463ac35c9f6413ad48485a3953bb6124")
                .contains("\"name\":\"servicec.servicec.svc.cluster.local:8081\"")
                .contains("\"kind\":\"CLIENT\"")
                .contains("\"kind\":\"SERVER\"")
                .contains("servicea.servicea")
                .contains("servicec.servicec");
    }

    @Test
    void durationsAndSizesAreHistograms() {
        client.get(URL);

        TestEnvoy.waitFor(() -> new Scrape("127.0.40.21")
                .names()
                .containsAll(List.of(
                        "istio_request_duration_milliseconds_bucket",
                        "istio_request_bytes_sum",
                        "istio_response_bytes_count")));
    }

    private TestEnvoy start(Workload workload, TestAuthority signer) {
        return TestEnvoy.start(
                workload,
                MeshResources.build(MESH).forProxy(workload.key()),
                signer.secrets(workload.identity()),
                Optional.of(new HostPort("127.0.41.22", zipkin.port())));
    }
}
