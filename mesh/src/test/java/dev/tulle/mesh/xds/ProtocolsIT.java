package dev.tulle.mesh.xds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.envoy.EchoServer;
import dev.tulle.mesh.envoy.ProxyClient;
import dev.tulle.mesh.envoy.Scrape;
import dev.tulle.mesh.envoy.TestAuthority;
import dev.tulle.mesh.envoy.TestEnvoy;
import dev.tulle.mesh.model.InboundPort;
import dev.tulle.mesh.model.MeshEndpoint.Transport;
import dev.tulle.mesh.model.MeshService;
import dev.tulle.mesh.model.MeshServicePort;
import dev.tulle.mesh.model.Protocol;
import dev.tulle.mesh.model.TrafficPolicy;
import dev.tulle.mesh.model.Workload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What is not HTTP/1.1, through real Envoys. */
@SuppressWarnings("try") // an Envoy may only have to be there
class ProtocolsIT {
    private static final Workload A = Meshes.sidecar("servicea", "127.0.40.60", "127.0.41.60", 8081);
    private static final Workload C = Meshes.sidecar("servicec", "127.0.40.61", "127.0.41.61", 8081);

    private final TestAuthority authority = new TestAuthority();

    @Test
    void http2GoesThroughMutualTls() {
        var service = http2(Meshes.service(
                "servicec", List.of(Meshes.endpoint("127.0.40.61", 8081, "servicec", "v1", Transport.MUTUAL_TLS))));
        var mesh = Meshes.mesh(List.of(service), List.of(A, C));
        var resources = MeshResources.build(mesh);
        try (var application = EchoServer.start("127.0.41.61", 8081, "service C");
                var ofA = TestEnvoy.start(A, resources.forProxy(A.key()), authority.secrets(A.identity()));
                var ofC = TestEnvoy.start(C, resources.forProxy(C.key()), authority.secrets(C.identity()));
                var client = new ProxyClient("127.0.40.60")) {
            assertThat(client.get("http://servicec.servicec:8081/").body()).isEqualTo("service C");

            assertThat(application.requests()).isEqualTo(1);
            assertThat(ofC.stat("http.inbound_8081.downstream_cx_http2_total")).isEqualTo(1);
            assertThat(new Scrape("127.0.40.61").only("istio_requests_total"))
                    .containsEntry("connection_security_policy", "mutual_tls");
            assertThat(ofA.log()).isNotNull();
        }
    }

    @Test
    void aWebSocketGoesThroughMutualTls() throws IOException {
        var service = Meshes.service(
                "servicec", List.of(Meshes.endpoint("127.0.40.61", 8081, "servicec", "v1", Transport.MUTUAL_TLS)));
        var resources = MeshResources.build(Meshes.mesh(List.of(service), List.of(A, C)));
        try (var server = new ServerSocket(8081, 10, InetAddress.getByName("127.0.41.61"));
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var ofA = TestEnvoy.start(A, resources.forProxy(A.key()), authority.secrets(A.identity()));
                var ofC = TestEnvoy.start(C, resources.forProxy(C.key()), authority.secrets(C.identity()))) {
            var serving = threads.submit(() -> {
                try (var accepted = server.accept()) {
                    readHeaders(accepted);
                    accepted.getOutputStream()
                            .write(
                                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
                                            .getBytes(StandardCharsets.UTF_8));
                    return new String(accepted.getInputStream().readNBytes(4), StandardCharsets.UTF_8);
                }
            });
            try (var client = new Socket("127.0.40.60", 15007)) {
                client.setSoTimeout(10_000);
                client.getOutputStream().write("""
                                GET http://servicec.servicec:8081/ws HTTP/1.1
                                Host: servicec.servicec:8081
                                Connection: Upgrade
                                Upgrade: websocket

                                """.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
                assertThat(readHeaders(client)).startsWith("HTTP/1.1 101 ");
                client.getOutputStream().write("ping".getBytes(StandardCharsets.UTF_8));
                assertThat(serving).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("ping");
            }
        }
    }

    /** Everything up to the empty line. */
    private static String readHeaders(Socket socket) throws IOException {
        var text = new StringBuilder();
        while (!text.toString().endsWith("\r\n\r\n")) {
            var next = socket.getInputStream().read();
            if (next < 0) {
                throw new AssertionError("the connection ended after: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    @Test
    void tcpGoesThroughAndIsCountedAtItsEnd() throws IOException {
        var inbound = new InboundPort(8081, Protocol.TCP, Meshes.host("servicec"), 8081);
        var workload = new Workload(
                C.key(),
                C.labels(),
                C.telemetry(),
                C.identity(),
                C.serviceAccount(),
                C.address(),
                List.of(inbound),
                C.capture(),
                C.role());
        var resources = MeshResources.build(Meshes.mesh(List.of(), List.of(workload)));
        try (var server = new ServerSocket(8081, 10, InetAddress.getByName("127.0.41.61"));
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var ofC = TestEnvoy.start(
                        workload, resources.forProxy(workload.key()), authority.secrets(workload.identity()))) {
            var serving = threads.submit(() -> {
                try (var accepted = server.accept()) {
                    accepted.getOutputStream().write("the server speaks first".getBytes(StandardCharsets.UTF_8));
                    return new String(accepted.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                }
            });
            try (var client = new Socket("127.0.40.61", 8081)) {
                client.setSoTimeout(10_000);
                assertThat(new String(client.getInputStream().readNBytes(23), StandardCharsets.UTF_8))
                        .isEqualTo("the server speaks first");
                client.getOutputStream().write("answer".getBytes(StandardCharsets.UTF_8));
                client.shutdownOutput();
                assertThat(client.getInputStream().readAllBytes()).isEmpty();
            }
            assertThat(serving).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("answer");
            TestEnvoy.waitFor(() -> !new Scrape("127.0.40.61")
                    .series("istio_tcp_connections_closed_total")
                    .isEmpty());
            assertThat(new Scrape("127.0.40.61").only("istio_tcp_connections_opened_total"))
                    .containsEntry("destination_service", "servicec.servicec.svc.cluster.local")
                    .containsEntry("source_workload", "unknown")
                    .containsEntry("connection_security_policy", "none");
            assertThat(ofC.admin("/stats/prometheus"))
                    .containsPattern("istio_tcp_sent_bytes_total\\{.*} 23")
                    .containsPattern("istio_tcp_received_bytes_total\\{.*} 6");
        }
    }

    private static MeshService http2(MeshService service) {
        var port =
                new MeshServicePort("http2", 8081, Protocol.HTTP2, TrafficPolicy.DEFAULT, new TreeMap<>(), List.of());
        return new MeshService(
                service.host(),
                service.source(),
                List.of(port),
                service.endpoints(),
                service.identities(),
                service.subsets(),
                service.policySources());
    }
}
