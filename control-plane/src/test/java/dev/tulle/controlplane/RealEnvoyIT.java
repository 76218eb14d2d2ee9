package dev.tulle.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tulle.controlplane.push.ObjectForm;
import dev.tulle.controlplane.push.Receipt;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real Envoys on a real control plane: a calls b. */
class RealEnvoyIT {
    private static final ConfigKey RULE = new ConfigKey("networking.istio.io", "VirtualService", "serviceb", "b-route");
    private static final ConfigKey SUBSETS =
            new ConfigKey("networking.istio.io", "DestinationRule", "serviceb", "b-subsets");

    private static final Pattern SERIAL = Pattern.compile("\"serial_number\": \"[0-9a-f]+\"");

    private final TestState state;
    private final HttpServer application;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(ProxySelector.of(new InetSocketAddress(address(TestState.A), 15007)))
            .build();

    RealEnvoyIT(@TempDir Path directory) throws Exception {
        state = new TestState(directory);
        application = HttpServer.create(new InetSocketAddress(address(TestState.B_APPLICATION), 8081), 0);
        application.createContext("/", exchange -> {
            var body = "hello from b".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        application.start();
    }

    private static InetAddress address(String literal) {
        return InetAddress.ofLiteral(literal);
    }

    @AfterEach
    void stop() {
        application.stop(0);
        client.close();
    }

    private int status() throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://serviceb.serviceb:8081/"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return client.send(request, BodyHandlers.ofString()).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private static void until(String what, Callable<Boolean> condition) throws Exception {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static Set<String> serials(RealEnvoy envoy) throws InterruptedException {
        return SERIAL.matcher(envoy.admin("/certs"))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void ready(RealEnvoy envoy) throws Exception {
        until("Envoy is ready", () -> {
            assertThat(envoy.alive()).as(envoy.log()).isTrue();
            return envoy.admin("/ready").startsWith("LIVE");
        });
    }

    private static Receipt receipt(ControlPlane controlPlane, ConfigKey key, long generation) throws Exception {
        Receipt receipt;
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        do {
            receipt = controlPlane
                    .engine()
                    .receipt(key, ObjectForm.LATEST, Duration.ofSeconds(5))
                    .get(10, TimeUnit.SECONDS);
        } while (receipt.generation() < generation && System.nanoTime() < deadline);
        return receipt;
    }

    private static String abort(int code) {
        return """
                apiVersion: networking.istio.io/v1alpha3
                kind: VirtualService
                metadata: {name: b-route, namespace: serviceb}
                spec:
                  hosts: [serviceb]
                  http:
                  - fault: {abort: {percent: 100, httpStatus: %d}}
                    route: [{destination: {host: serviceb}}]
                """.formatted(code);
    }

    private static final String WITH_SUBSET = """
            apiVersion: networking.istio.io/v1alpha3
            kind: DestinationRule
            metadata: {name: b-subsets, namespace: serviceb}
            spec:
              host: serviceb
              subsets: [{name: v1, labels: {version: v1}}]
            """;

    @Test
    void twoSidecarsTalkWithMutualTlsAndAChangeNeedsNoRestart() throws Exception {
        try (var controlPlane = state.controlPlane(0, Duration.ofHours(1));
                var a = state.envoy("servicea", TestState.A, controlPlane.xdsPort());
                var b = state.envoy("serviceb", TestState.B, controlPlane.xdsPort())) {
            ready(a);
            ready(b);
            until("b answers", () -> status() == 200);
            assertThat(a.admin("/certs")).contains("spiffe://cluster.local/ns/servicea/sa/servicea");
            assertThat(a.admin("/stats?usedonly&filter=serviceb.*ssl.handshake"))
                    .contains("ssl.handshake");
            assertThat(a.admin("/config_dump")).doesNotContain("BEGIN PRIVATE KEY");

            var before = a.pid();
            state.config("rule.yaml", abort(418));
            var live = receipt(controlPlane, RULE, 1);
            assertThat(live.state()).isEqualTo(Receipt.State.LIVE);
            assertThat(live.live()).isEqualTo(live.of()).isPositive();
            assertThat(status()).isEqualTo(418);

            state.config("rule.yaml", abort(418).replace("httpStatus", "httpStatsu"));
            var refused = receipt(controlPlane, RULE, 2);
            assertThat(refused.state()).isEqualTo(Receipt.State.REFUSED);
            assertThat(refused.problems()).extracting(Problem::path).anyMatch(path -> path.contains("httpStatsu"));
            assertThat(status()).isEqualTo(418);

            state.remove("rule.yaml");
            until("the rule is gone", () -> status() == 200);
            assertThat(a.pid()).isEqualTo(before);
            assertThat(a.alive()).isTrue();
        }
    }

    @Test
    void aRestartOfTheControlPlaneLosesNothingAndLeavesNoStaleCluster() throws Exception {
        var controlPlane = state.controlPlane(0, Duration.ofHours(1));
        var port = controlPlane.xdsPort();
        try (var a = state.envoy("servicea", TestState.A, port);
                var b = state.envoy("serviceb", TestState.B, port)) {
            ready(a);
            ready(b);
            state.config("subsets.yaml", WITH_SUBSET);
            assertThat(receipt(controlPlane, SUBSETS, 1).state()).isEqualTo(Receipt.State.LIVE);
            until("the subset's cluster is there", () -> a.admin("/clusters").contains("|v1|serviceb"));
            until("b answers", () -> status() == 200);
            var certificates = serials(a);

            controlPlane.close();
            state.remove("subsets.yaml");
            assertThat(status()).isEqualTo(200);
            controlPlane = state.controlPlane(port, Duration.ofHours(1));
            until("the stale cluster is gone", () -> {
                assertThat(status()).isEqualTo(200);
                return !a.admin("/clusters").contains("|v1|serviceb");
            });
            assertThat(serials(a))
                    .as("certificates that are still good are kept")
                    .isEqualTo(certificates);
        } finally {
            controlPlane.close();
        }
    }

    @Test
    void certificatesAreRenewedBeforeHalfOfTheirLifeWithoutAFailedCall() throws Exception {
        try (var controlPlane = state.controlPlane(0, Duration.ofSeconds(6));
                var a = state.envoy("servicea", TestState.A, controlPlane.xdsPort());
                var b = state.envoy("serviceb", TestState.B, controlPlane.xdsPort())) {
            ready(a);
            ready(b);
            until("b answers", () -> status() == 200);
            var first = serials(a);
            until("the certificate is another", () -> {
                assertThat(status()).isEqualTo(200);
                return !serials(a).equals(first);
            });
            assertThat(status()).isEqualTo(200);
        }
    }
}
