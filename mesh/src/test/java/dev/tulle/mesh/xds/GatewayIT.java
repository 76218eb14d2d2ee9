package dev.tulle.mesh.xds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.envoy.EchoServer;
import dev.tulle.mesh.envoy.Scrape;
import dev.tulle.mesh.envoy.TestAuthority;
import dev.tulle.mesh.envoy.TestEnvoy;
import dev.tulle.mesh.model.EdgeGateway;
import dev.tulle.mesh.model.EdgeServer;
import dev.tulle.mesh.model.EdgeServer.EdgeHost;
import dev.tulle.mesh.model.HostMatch;
import dev.tulle.mesh.model.MeshEndpoint.Transport;
import dev.tulle.mesh.model.Protocol;
import dev.tulle.mesh.model.RouteAction;
import dev.tulle.mesh.model.RouteRule;
import dev.tulle.mesh.model.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway's real Envoy, with an edge application and without. The application's second pass is made by the test. */
@SuppressWarnings("try") // an Envoy may only have to be there
class GatewayIT {
    private static final String GATEWAY = "127.0.40.30";
    private static final String APPLICATION = "127.0.41.30";

    private EchoServer application;
    private EchoServer serviceC;

    /** An answer: its status, its headers by lower-case name, and its body. */
    private record Answer(int status, Map<String, String> headers, String body) {}

    @BeforeEach
    void start() {
        application = EchoServer.start(APPLICATION, 8080, "edge application");
        serviceC = EchoServer.start(APPLICATION, 8081, "service C");
    }

    @AfterEach
    void stop() {
        application.close();
        serviceC.close();
    }

    @Test
    void theFirstPassTellsTheApplicationWhereARequestCameIn() {
        try (var ignored = envoy(OptionalInt.of(8080), Meshes.edge(everythingToC()))) {
            var answer = send(
                    8080,
                    "www.example.com",
                    Map.of("x-mesh-workload", "forged", "x-mesh-gateway-port", "9999", "x-forwarded-for", "6.6.6.6"));

            assertThat(answer.body()).isEqualTo("edge application");
            var seen = application.lastHeaders();
            assertThat(seen.get("X-mesh-gateway-port")).containsExactly("80");
            assertThat(seen.containsKey("X-mesh-workload")).isFalse();
            assertThat(seen.getFirst("Host")).isEqualTo("www.example.com");
            assertThat(seen.getFirst("X-request-id")).isNotEmpty();
            assertThat(seen.getFirst("X-forwarded-for")).startsWith("6.6.6.6,");
            assertThat(new Scrape(GATEWAY).series("istio_requests_total")).isEmpty();
        }
    }

    @Test
    void theSecondPassRoutesAndIsTheOneThatIsCounted() {
        try (var ignored = envoy(OptionalInt.of(8080), Meshes.edge(everythingToC()))) {
            var answer = send(
                    15007,
                    "www.example.com",
                    Map.of(
                            "x-mesh-gateway-port", "80",
                            "x-request-id", "1f2d3c4b-0000-4000-9000-000000000001",
                            "x-forwarded-for", "9.9.9.9,127.0.0.1",
                            "x-forwarded-proto", "http"));

            assertThat(answer.body()).isEqualTo("service C");
            var seen = serviceC.lastHeaders();
            assertThat(seen.getFirst("X-request-id")).isEqualTo("1f2d3c4b-0000-4000-9000-000000000001");
            assertThat(seen.getFirst("X-forwarded-for")).isEqualTo("9.9.9.9,127.0.0.1");
            assertThat(seen.containsKey("X-mesh-gateway-port")).isFalse();
            assertThat(seen.getFirst("X-mesh-workload")).isEqualTo("gateway");
            assertThat(new Scrape(GATEWAY).only("istio_requests_total"))
                    .containsEntry("reporter", "source")
                    .containsEntry("source_workload", "gateway")
                    .containsEntry("destination_service", "servicec.servicec.svc.cluster.local");
        }
    }

    @Test
    void theSecondPassSaysInAHeaderWhyTheProxyFailed() {
        try (var ignored = envoy(OptionalInt.of(8080), Meshes.edge(everythingToC()))) {
            serviceC.behave(() -> 503);
            var answered = send(15007, "www.example.com", Map.of("x-mesh-gateway-port", "80"));
            assertThat(answered.status()).isEqualTo(503);
            assertThat(answered.headers()).doesNotContainKey("x-mesh-response-flags");

            serviceC.close();
            var failed = send(15007, "www.example.com", Map.of("x-mesh-gateway-port", "80"));
            assertThat(failed.status()).isEqualTo(503);
            assertThat(failed.headers().getOrDefault("x-mesh-response-flags", ""))
                    .contains("UF");

            var unrouted = send(15007, "www.example.com", Map.of());
            assertThat(unrouted.status()).isEqualTo(404);
            assertThat(unrouted.headers()).containsEntry("x-mesh-response-flags", "NR");
        }
    }

    @Test
    void aLostApplicationIsCountedByTheFirstPass() {
        try (var ignored = envoy(OptionalInt.of(8080), Meshes.edge(everythingToC()))) {
            application.close();

            assertThat(send(8080, "www.example.com", Map.of()).status()).isEqualTo(503);
            assertThat(new Scrape(GATEWAY).only("istio_requests_total")).containsEntry("response_code", "503");
        }
    }

    @Test
    void withoutApplicationTheProxyRoutesByItself() {
        var gateway = gateway(
                server("http", 80, host("*.example.com", rule("wide")), host("www.example.com", rule("exact"))),
                server("other", 8088, host("www.example.com", rule("other port"))));
        try (var ignored = envoy(OptionalInt.empty(), gateway)) {
            assertThat(send(8080, "www.example.com", Map.of()).body()).isEqualTo("exact");
            assertThat(send(8080, "www.example.com:8080", Map.of()).body()).isEqualTo("exact");
            assertThat(send(8080, "shop.example.com", Map.of()).body()).isEqualTo("wide");
            assertThat(send(8080, "example.org", Map.of()).status()).isEqualTo(404);
            assertThat(send(8088, "www.example.com", Map.of()).body()).isEqualTo("other port");
        }
    }

    @Test
    void oneEdgeListenerServesSeveralPorts() {
        var gateway = gateway(
                server("http", 80, host("*", rule("port 80"))),
                server("other", 8088, host("www.example.com", rule("port 8088"))));
        try (var ignored = envoy(OptionalInt.of(8080), gateway)) {
            assertThat(send(15007, "www.example.com", Map.of("x-mesh-gateway-port", "80"))
                            .body())
                    .isEqualTo("port 80");
            assertThat(send(15007, "www.example.com", Map.of("x-mesh-gateway-port", "8088"))
                            .body())
                    .isEqualTo("port 8088");
            assertThat(send(15007, "example.org", Map.of("x-mesh-gateway-port", "8088"))
                            .status())
                    .isEqualTo(404);
        }
    }

    private static RouteRule everythingToC() {
        return Meshes.rule("0", Meshes.forward(Meshes.share(Meshes.backend("servicec", Optional.empty()), 1)));
    }

    private static RouteRule rule(String answer) {
        return Meshes.rule(answer, new RouteAction.DirectResponse(200, Optional.of(answer)));
    }

    private static EdgeHost host(String pattern, RouteRule rule) {
        return new EdgeHost(HostMatch.parse(pattern), List.of(rule));
    }

    private static EdgeServer server(String name, int port, EdgeHost... hosts) {
        return new EdgeServer(name, port, Protocol.HTTP, List.of(new HostMatch.Any()), List.of(hosts));
    }

    private static EdgeGateway gateway(EdgeServer... servers) {
        var any = Meshes.edge();
        return new EdgeGateway(any.source(), any.selector(), List.of(servers));
    }

    private static TestEnvoy envoy(OptionalInt applicationPort, EdgeGateway gateway) {
        Workload workload = Meshes.gateway(GATEWAY, APPLICATION, applicationPort);
        var service = Meshes.service(
                "servicec", List.of(Meshes.endpoint(APPLICATION, 8081, "servicec", "v1", Transport.PLAINTEXT)));
        var model = Meshes.mesh(List.of(service), List.of(workload), gateway);
        return TestEnvoy.start(
                workload,
                MeshResources.build(model).forProxy(workload.key()),
                new TestAuthority().secrets(workload.identity()));
    }

    /** By a socket, because the client of the JDK does not let a request choose its Host. */
    private static Answer send(int port, String host, Map<String, String> headers) {
        try (var socket = new Socket(GATEWAY, port)) {
            socket.setSoTimeout(10_000);
            var lines = headers.entrySet().stream()
                    .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                    .collect(Collectors.joining());
            var request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + lines + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            try (var reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                return parse(reader.lines().toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer parse(List<String> lines) {
        var headers = new TreeMap<String, String>();
        var end = lines.indexOf("");
        for (var line : lines.subList(1, end)) {
            var colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        var status = Integer.parseInt(lines.getFirst().split(" ", -1)[1]);
        return new Answer(status, headers, String.join("\n", lines.subList(end + 1, lines.size())));
    }
}
