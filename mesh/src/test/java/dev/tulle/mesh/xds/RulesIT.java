package dev.tulle.mesh.xds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.envoy.EchoServer;
import dev.tulle.mesh.envoy.ProxyClient;
import dev.tulle.mesh.envoy.TestAuthority;
import dev.tulle.mesh.envoy.TestEnvoy;
import dev.tulle.mesh.model.Backend;
import dev.tulle.mesh.model.ConnectionPool;
import dev.tulle.mesh.model.FaultInjection;
import dev.tulle.mesh.model.Fraction;
import dev.tulle.mesh.model.MeshEndpoint;
import dev.tulle.mesh.model.MeshEndpoint.Transport;
import dev.tulle.mesh.model.MeshService;
import dev.tulle.mesh.model.OutlierEjection;
import dev.tulle.mesh.model.RouteAction.Forward;
import dev.tulle.mesh.model.RouteAction.Rewrite;
import dev.tulle.mesh.model.RouteRetry;
import dev.tulle.mesh.model.Timeout;
import dev.tulle.mesh.model.TrafficPolicy;
import dev.tulle.mesh.model.TrafficPolicy.LoadBalancing;
import dev.tulle.mesh.model.TrafficPolicy.UpstreamTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each rule does, seen by an application behind a real Envoy. Service C has the replicas v1 and v2. */
@SuppressWarnings("try") // an Envoy may only have to be there
class RulesIT {
    private static final String SIDECAR = "127.0.40.10";
    private static final String APPLICATION = "127.0.41.10";
    private static final String URL = "http://servicec.servicec:8081/";
    private static final String CLUSTER = "cluster.outbound|8081||servicec.servicec.svc.cluster.local.";
    private static final Backend SERVICE = Meshes.backend("servicec", Optional.empty());

    private EchoServer v1;
    private EchoServer v2;
    private ProxyClient client;

    @BeforeEach
    void start() {
        v1 = EchoServer.start(APPLICATION, "v1");
        v2 = EchoServer.start(APPLICATION, "v2");
        client = new ProxyClient(SIDECAR);
    }

    @AfterEach
    void stop() {
        client.close();
        v1.close();
        v2.close();
    }

    @Test
    void abortHitsTenPercent() {
        var rule = Meshes.withFault(
                Meshes.rule("0", Meshes.forward(Meshes.share(SERVICE, 1))),
                new FaultInjection(
                        Optional.empty(),
                        Optional.of(new FaultInjection.Abort(
                                new FaultInjection.Answer.HttpStatus(400), Fraction.ofPercent(10)))));
        try (var envoy = envoy(Meshes.withRules(serviceC(), rule))) {
            var answers = client.get(URL, 5000, 16);

            var aborted = answers.stream()
                    .filter(answer -> answer.statusCode() == 400)
                    .toList();
            assertThat(aborted.size()).isBetween(400, 600);
            assertThat(aborted.getFirst().body()).isEqualTo("fault filter abort");
            assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(5000 - aborted.size());
            waitFor(() -> envoy.log().contains(" 400 FI "));
        }
    }

    @Test
    void delayHitsItsShare() {
        var rule = Meshes.withFault(
                Meshes.rule("0", Meshes.forward(Meshes.share(SERVICE, 1))),
                new FaultInjection(
                        Optional.of(new FaultInjection.Delay(Duration.ofMillis(400), Fraction.ofPercent(20))),
                        Optional.empty()));
        try (var envoy = envoy(Meshes.withRules(serviceC(), rule))) {
            var answers = client.get(URL, 600, 24);

            assertThat(answers).allMatch(answer -> answer.statusCode() == 200);
            assertThat(envoy.stat("http.http_proxy.fault.delays_injected")).isBetween(80L, 165L);
            waitFor(() -> envoy.log().contains(" 200 DI "));
        }
    }

    @Test
    void sharesOfSubsetsAreKept() {
        var rule = Meshes.rule(
                "0",
                Meshes.forward(
                        Meshes.share(Meshes.backend("servicec", Optional.of("v2")), 25),
                        Meshes.share(Meshes.backend("servicec", Optional.of("v1")), 75)));
        try (var ignored = envoy(Meshes.withRules(Meshes.withSubsets(serviceC(), "v1", "v2"), rule))) {
            var answers = client.get(URL, 4000, 16);

            assertThat(answers).allMatch(answer -> answer.statusCode() == 200);
            assertThat(answers.stream()
                            .filter(answer -> answer.body().equals("v2"))
                            .count())
                    .isBetween(880L, 1120L);
        }
    }

    @Test
    void aWeightOfZeroGetsNothing() {
        var rule = Meshes.rule(
                "0",
                Meshes.forward(
                        Meshes.share(Meshes.backend("servicec", Optional.of("v2")), 0),
                        Meshes.share(Meshes.backend("servicec", Optional.of("v1")), 100)));
        try (var ignored = envoy(Meshes.withRules(Meshes.withSubsets(serviceC(), "v1", "v2"), rule))) {
            assertThat(client.get(URL, 500, 8)).allMatch(answer -> answer.body().equals("v1"));
        }
    }

    @Test
    void anInvalidBackendKeepsItsShareAndAnswers503() {
        var rule = Meshes.rule(
                "0",
                Meshes.forward(
                        Meshes.share(new Backend.Invalid("servicec.servicec.svc.cluster.local:8081 subset v3"), 10),
                        Meshes.share(SERVICE, 90)));
        try (var envoy = envoy(Meshes.withRules(serviceC(), rule))) {
            var answers = client.get(URL, 2000, 16);

            assertThat(answers.stream()
                            .filter(answer -> answer.statusCode() == 503)
                            .count())
                    .isBetween(140L, 260L);
            waitFor(() -> envoy.log().contains(" 503 UH "));
            assertThat(envoy.log()).contains("subset v3");
        }
    }

    @Test
    void aSlowReplicaGetsFewerRequestsWithLeastRequest() {
        assertThat(shareOfSlowReplica(LoadBalancing.LEAST_REQUEST)).isLessThan(0.35);
    }

    @Test
    void roundRobinAndRandomIgnoreSlowness() {
        assertThat(shareOfSlowReplica(LoadBalancing.ROUND_ROBIN)).isBetween(0.45, 0.55);
        assertThat(shareOfSlowReplica(LoadBalancing.RANDOM)).isBetween(0.35, 0.65);
    }

    private double shareOfSlowReplica(LoadBalancing loadBalancing) {
        v2.behave(() -> {
            new CountDownLatch(1).await(20, java.util.concurrent.TimeUnit.MILLISECONDS);
            return 200;
        });
        var policy = new TrafficPolicy(loadBalancing, ConnectionPool.UNSET, Optional.empty(), UpstreamTransport.AUTO);
        try (var ignored = envoy(Meshes.withPolicy(serviceC(), policy))) {
            var answers = client.get(URL, 600, 12);
            return answers.stream().filter(answer -> answer.body().equals("v2")).count() / 600.0;
        }
    }

    @Test
    void theSeventhGatewayErrorEjects() {
        var ejection = new OutlierEjection(
                OptionalInt.empty(),
                OptionalInt.of(7),
                OptionalInt.empty(),
                false,
                Optional.of(Duration.ofMinutes(5)),
                Optional.of(Duration.ofMinutes(15)),
                OptionalInt.empty(),
                OptionalInt.empty());
        var policy = new TrafficPolicy(
                LoadBalancing.LEAST_REQUEST, ConnectionPool.UNSET, Optional.of(ejection), UpstreamTransport.AUTO);
        try (var envoy = envoy(Meshes.withPolicy(onlyV1(), policy))) {
            v1.behave(() -> 500);
            client.get(URL, 10, 1);
            assertThat(envoy.stat(CLUSTER + "outlier_detection.ejections_active"))
                    .isZero();

            v1.behave(() -> 503);
            client.get(URL, 6, 1);
            assertThat(envoy.stat(CLUSTER + "outlier_detection.ejections_active"))
                    .isZero();
            client.get(URL);
            waitFor(() -> envoy.stat(CLUSTER + "outlier_detection.ejections_active") == 1);

            var before = v1.requests();
            assertThat(client.get(URL).statusCode()).isEqualTo(503);
            assertThat(v1.requests()).isEqualTo(before);
            waitFor(() -> envoy.log().contains(" 503 UH "));
        }
    }

    @Test
    void theConnectionAboveTheLimitOverflows() {
        var release = new CountDownLatch(1);
        v1.behave(() -> {
            release.await();
            return 200;
        });
        try (var envoy = envoy(Meshes.withPolicy(onlyV1(), pool(OptionalInt.of(100), Optional.empty())));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = threads.submit(() -> client.get(URL, 100, 100));
            waitFor(() -> v1.requests() == 100);
            assertThat(envoy.stat(CLUSTER + "upstream_cx_overflow")).isZero();

            var one = threads.submit(() -> client.get(URL));
            waitFor(() -> envoy.stat(CLUSTER + "upstream_cx_overflow") == 1);
            assertThat(envoy.stat(CLUSTER + "upstream_cx_active")).isEqualTo(100);
            release.countDown();
            assertThat(answers).succeedsWithin(Duration.ofSeconds(20));
            assertThat(one).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void aBlackHoleAnswersAfterTheConnectTimeout() throws IOException {
        try (var hole = new BlackHole(APPLICATION)) {
            var endpoint = Meshes.endpoint(APPLICATION, hole.port(), "servicec", "v1", Transport.PLAINTEXT);
            var rule = Meshes.rule("0", forward(new Timeout.Unset(), new RouteRetry.Disabled()));
            var service = Meshes.withRules(
                    Meshes.withPolicy(
                            Meshes.service("servicec", List.of(endpoint)),
                            pool(OptionalInt.empty(), Optional.of(Duration.ofMillis(30)))),
                    rule);
            try (var envoy = envoy(service)) {
                client.get(URL);
                var start = System.nanoTime();
                var answer = client.get(URL);
                var elapsed = Duration.ofNanos(System.nanoTime() - start);

                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(elapsed).isBetween(Duration.ofMillis(28), Duration.ofMillis(200));
                waitFor(() -> envoy.log().contains(" 503 UF "));
            }
        }
    }

    @Test
    void aTimeoutAnswers504() {
        v1.behave(() -> {
            new CountDownLatch(1).await(2, java.util.concurrent.TimeUnit.SECONDS);
            return 200;
        });
        var rule = Meshes.rule("0", forward(new Timeout.After(Duration.ofMillis(100)), new RouteRetry.Default()));
        try (var envoy = envoy(Meshes.withRules(onlyV1(), rule))) {
            assertThat(client.get(URL).statusCode()).isEqualTo(504);
            waitFor(() -> envoy.log().contains(" 504 UT "));
        }
    }

    @Test
    void aFailureIsRetriedElsewhere() {
        v1.behave(() -> 503);
        var retry = new RouteRetry.Written(
                3, Optional.empty(), List.of("503"), Optional.empty(), RouteRetry.PreviousHosts.AVOIDED);
        try (var ignored = envoy(Meshes.withRules(serviceC(), Meshes.rule("0", forward(new Timeout.Unset(), retry))))) {
            assertThat(client.get(URL, 100, 1)).allMatch(answer -> answer.body().equals("v2"));
            assertThat(v1.requests()).isPositive();
        }
    }

    @Test
    void aPlain503IsNotRetriedUnlessWritten() {
        v1.behave(() -> 503);
        try (var ignored = envoy(onlyV1())) {
            assertThat(client.get(URL).statusCode()).isEqualTo(503);
            assertThat(v1.requests()).isEqualTo(1);
        }
    }

    @Test
    void requestsAboveTheLimitAreRefused() {
        var release = new CountDownLatch(1);
        v1.behave(() -> {
            release.await();
            return 200;
        });
        var pool = new ConnectionPool(
                OptionalInt.of(1),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.of(1),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty());
        var policy = new TrafficPolicy(LoadBalancing.LEAST_REQUEST, pool, Optional.empty(), UpstreamTransport.AUTO);
        try (var envoy = envoy(Meshes.withPolicy(onlyV1(), policy));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = threads.submit(() -> client.get(URL));
            waitFor(() -> v1.requests() == 1);
            var pending = threads.submit(() -> client.get(URL));
            waitFor(() -> envoy.stat(CLUSTER + "upstream_rq_pending_active") == 1);

            assertThat(client.get(URL).statusCode()).isEqualTo(503);
            waitFor(() -> envoy.log().contains(" 503 UO "));
            release.countDown();
            assertThat(running).succeedsWithin(Duration.ofSeconds(20));
            assertThat(pending).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void requestsInFlightAboveTheLimitAreRefused() {
        var release = new CountDownLatch(1);
        v1.behave(() -> {
            release.await();
            return 200;
        });
        var pool = new ConnectionPool(
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.of(2),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty());
        var policy = new TrafficPolicy(LoadBalancing.LEAST_REQUEST, pool, Optional.empty(), UpstreamTransport.AUTO);
        try (var envoy = envoy(Meshes.withPolicy(onlyV1(), policy));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = threads.submit(() -> client.get(URL, 2, 2));
            waitFor(() -> v1.requests() == 2);

            assertThat(client.get(URL).statusCode()).isEqualTo(503);
            waitFor(() -> envoy.log().contains(" 503 UO "));
            release.countDown();
            assertThat(running).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void anUnknownHostIs404AndABareNameMeansTheOwnNamespace() {
        try (var envoy = envoy(serviceC())) {
            assertThat(client.get("http://servicex.servicex:8081/").statusCode())
                    .isEqualTo(404);
            assertThat(client.get("http://servicec:8081/").statusCode()).isEqualTo(404);
            assertThat(client.get("http://servicec.servicec.svc:8081/").statusCode())
                    .isEqualTo(200);
            assertThat(client.get("http://servicec.servicec.svc.cluster.local:8081/")
                            .statusCode())
                    .isEqualTo(200);
            waitFor(() -> envoy.log().contains(" 404 NR "));
        }
    }

    private MeshService serviceC() {
        return Meshes.service("servicec", List.of(endpoint(v1, "v1"), endpoint(v2, "v2")));
    }

    private MeshService onlyV1() {
        return Meshes.service("servicec", List.of(endpoint(v1, "v1")));
    }

    private static MeshEndpoint endpoint(EchoServer server, String version) {
        return Meshes.endpoint(APPLICATION, server.port(), "servicec", version, Transport.PLAINTEXT);
    }

    private static Forward forward(Timeout timeout, RouteRetry retry) {
        return new Forward(List.of(Meshes.share(SERVICE, 1)), timeout, retry, Rewrite.NONE, List.of());
    }

    private static TrafficPolicy pool(OptionalInt maxConnections, Optional<Duration> connectTimeout) {
        var pool = new ConnectionPool(
                maxConnections,
                connectTimeout,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty());
        return new TrafficPolicy(LoadBalancing.LEAST_REQUEST, pool, Optional.empty(), UpstreamTransport.AUTO);
    }

    private static TestEnvoy envoy(MeshService service) {
        var sidecar = Meshes.sidecar("servicea", SIDECAR, APPLICATION, 8081);
        var model = Meshes.mesh(List.of(service), List.of(sidecar));
        return TestEnvoy.start(
                sidecar,
                MeshResources.build(model).forProxy(sidecar.key()),
                new TestAuthority().secrets(sidecar.identity()));
    }

    private static void waitFor(BooleanSupplier condition) {
        TestEnvoy.waitFor(condition);
    }

    /** A port whose queue of connections is full, so that nobody gets an answer to a further one. */
    private static final class BlackHole implements AutoCloseable {
        private final ServerSocket server;
        private final List<Socket> fillers = new ArrayList<>();

        BlackHole(String address) throws IOException {
            server = new ServerSocket(0, 1, InetAddress.getByName(address));
            try {
                for (var i = 0; i < 64; i++) {
                    var filler = new Socket();
                    fillers.add(filler);
                    filler.connect(new InetSocketAddress(address, port()), 200);
                }
                throw new AssertionError("the port still answers after 64 connections");
            } catch (SocketTimeoutException full) {
                assertThat(fillers.size()).isGreaterThan(1);
            }
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (var filler : fillers) {
                filler.close();
            }
            server.close();
        }
    }
}
