package dev.tulle.controlplane.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.mesh.xds.ResourceType;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.Status;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdsTest {
    private static final String POD = TestMesh.pod("a", "servicea");

    private final TestControlPlane controlPlane;

    AdsTest(@TempDir Path directory) throws Exception {
        controlPlane = new TestControlPlane(directory, Duration.ofHours(1));
    }

    @AfterEach
    void stop() {
        controlPlane.close();
    }

    /** Subscribes as Envoy does after a start and takes everything of {@link #whole}. */
    private AdsClient whole(String text) throws Exception {
        controlPlane.configure(
                POD,
                TestMesh.resource(ResourceType.CLUSTER, "c", text),
                TestMesh.resource(ResourceType.ENDPOINT, "c", text),
                TestMesh.resource(ResourceType.LISTENER, "l", text),
                TestMesh.resource(ResourceType.ROUTE, "r", text),
                TestMesh.resource(ResourceType.VIRTUAL_HOST, "r/v", text));
        var client = controlPlane.connect("a", "servicea");
        client.subscribe(ResourceType.CLUSTER);
        var clusters = client.next(ResourceType.CLUSTER);
        assertThat(AdsClient.names(clusters)).containsExactly("c@v-" + text);
        client.subscribe(ResourceType.ENDPOINT, "c");
        assertThat(AdsClient.names(client.nextAcked(ResourceType.ENDPOINT))).containsExactly("c@v-" + text);
        client.ack(clusters);
        client.subscribe(ResourceType.LISTENER);
        client.nextAcked(ResourceType.LISTENER);
        client.subscribe(ResourceType.ROUTE, "r");
        client.nextAcked(ResourceType.ROUTE);
        assertThat(AdsClient.names(client.nextAcked(ResourceType.VIRTUAL_HOST))).containsExactly("r/v@v-" + text);
        client.subscribe(ResourceType.VIRTUAL_HOST);
        return client;
    }

    /** What a proxy that had the whole of "one" says after its clusters; the virtual host is of that version. */
    private static void resumeRoutes(AdsClient client, String virtualHost) {
        client.resume(ResourceType.LISTENER, Map.of("l", "v-one"));
        client.resume(ResourceType.ROUTE, Map.of("r", "v-one"), "r");
        client.resume(ResourceType.VIRTUAL_HOST, Map.of("r/v", virtualHost));
    }

    @Test
    void theFirstPushBringsEverythingAndTheReceiptSaysLive() throws Exception {
        try (var client = whole("one")) {
            var receipt = controlPlane.receipt(TestMesh.key(ResourceType.VIRTUAL_HOST, "r/v"));
            assertThat(receipt.state()).isEqualTo(Receipt.State.LIVE);
            assertThat(receipt.of()).isEqualTo(1);
            assertThat(client.waiting()).isZero();
        }
    }

    @Test
    void routesWaitForTheAckOfClustersAndRemovalsComeLast() throws Exception {
        try (var client = whole("one")) {
            controlPlane.configure(
                    POD,
                    TestMesh.resource(ResourceType.CLUSTER, "d", "two"),
                    TestMesh.resource(ResourceType.ENDPOINT, "d", "two"),
                    TestMesh.resource(ResourceType.LISTENER, "l", "one"),
                    TestMesh.resource(ResourceType.ROUTE, "r", "one"),
                    TestMesh.resource(ResourceType.VIRTUAL_HOST, "r/v", "two"));
            var clusters = client.next(ResourceType.CLUSTER);
            assertThat(AdsClient.names(clusters)).containsExactly("d@v-two");
            assertThat(clusters.getRemovedResourcesList()).isEmpty();
            var endpoints = client.next(ResourceType.ENDPOINT);
            assertThat(AdsClient.names(endpoints)).containsExactly("d@v-two");
            client.ack(endpoints);
            assertThat(controlPlane
                            .receiptNow(TestMesh.key(ResourceType.VIRTUAL_HOST, "r/v"))
                            .state())
                    .isEqualTo(Receipt.State.PENDING);
            assertThat(client.waiting()).isZero();
            client.ack(clusters);
            var hosts = client.next(ResourceType.VIRTUAL_HOST);
            assertThat(AdsClient.names(hosts)).containsExactly("r/v@v-two");
            assertThat(controlPlane
                            .receiptNow(TestMesh.key(ResourceType.VIRTUAL_HOST, "r/v"))
                            .live())
                    .isZero();
            assertThat(client.waiting()).isZero();
            client.ack(hosts);
            assertThat(client.nextAcked(ResourceType.CLUSTER).getRemovedResourcesList())
                    .containsExactly("c");
            assertThat(controlPlane
                            .receipt(TestMesh.key(ResourceType.VIRTUAL_HOST, "r/v"))
                            .live())
                    .isEqualTo(1);
        }
    }

    @Test
    void aChangedClusterGetsItsEndpointsAgain() throws Exception {
        try (var client = whole("one")) {
            controlPlane.configure(
                    POD,
                    TestMesh.resource(ResourceType.CLUSTER, "c", "two"),
                    TestMesh.resource(ResourceType.ENDPOINT, "c", "one"),
                    TestMesh.resource(ResourceType.LISTENER, "l", "one"),
                    TestMesh.resource(ResourceType.ROUTE, "r", "one"),
                    TestMesh.resource(ResourceType.VIRTUAL_HOST, "r/v", "one"));
            assertThat(AdsClient.names(client.next(ResourceType.CLUSTER))).containsExactly("c@v-two");
            assertThat(AdsClient.names(client.next(ResourceType.ENDPOINT))).containsExactly("c@v-one");
        }
    }

    @Test
    void aReconnectOfAnUnchangedProxyCostsNothingAndUnknownResourcesAreRemoved() throws Exception {
        whole("one").close();
        try (var client = controlPlane.connect("a", "servicea")) {
            client.resume(ResourceType.CLUSTER, Map.of("c", "v-one", "gone", "v-old"));
            client.resume(ResourceType.ENDPOINT, Map.of("c", "v-one"), "c");
            resumeRoutes(client, "v-one");
            var removal = client.nextAcked(ResourceType.CLUSTER);
            assertThat(removal.getResourcesList()).isEmpty();
            assertThat(removal.getRemovedResourcesList()).containsExactly("gone");
            assertThat(controlPlane
                            .receipt(TestMesh.key(ResourceType.CLUSTER, "c"))
                            .live())
                    .isEqualTo(1);
            assertThat(client.waiting()).isZero();
        }
    }

    @Test
    void afterANackTheOthersAreSentAgainAndTheCulpritIsNot() throws Exception {
        controlPlane.configure(
                POD,
                TestMesh.resource(ResourceType.CLUSTER, "good", "one"),
                TestMesh.resource(ResourceType.CLUSTER, "evil", "one"));
        try (var client = controlPlane.connect("a", "servicea")) {
            client.subscribe(ResourceType.CLUSTER);
            client.nack(client.next(ResourceType.CLUSTER), "Error adding/updating cluster(s) evil: out of range");
            assertThat(AdsClient.names(client.nextAcked(ResourceType.CLUSTER))).containsExactly("good@v-one");
            var receipt = controlPlane.receipt(TestMesh.key(ResourceType.CLUSTER, "evil"));
            assertThat(receipt.state()).isEqualTo(Receipt.State.REFUSED);
            assertThat(receipt.nacks())
                    .singleElement()
                    .extracting(Receipt.Nack::message)
                    .asString()
                    .contains("out of range");
            assertThat(controlPlane
                            .receipt(TestMesh.key(ResourceType.CLUSTER, "good"))
                            .state())
                    .isEqualTo(Receipt.State.LIVE);
            controlPlane.configure(
                    POD,
                    TestMesh.resource(ResourceType.CLUSTER, "good", "two"),
                    TestMesh.resource(ResourceType.CLUSTER, "evil", "one"));
            assertThat(AdsClient.names(client.nextAcked(ResourceType.CLUSTER))).containsExactly("good@v-two");
        }
    }

    @Test
    void aNackThatNamesNobodyIsHalvedUntilTheCulpritIsFound() throws Exception {
        controlPlane.configure(
                POD,
                TestMesh.resource(ResourceType.CLUSTER, "c1", "one"),
                TestMesh.resource(ResourceType.CLUSTER, "c2", "one"),
                TestMesh.resource(ResourceType.CLUSTER, "c3", "one"),
                TestMesh.resource(ResourceType.CLUSTER, "c4", "one"));
        try (var client = controlPlane.connect("a", "servicea")) {
            client.subscribe(ResourceType.CLUSTER);
            client.nack(client.next(ResourceType.CLUSTER), "something is wrong");
            assertThat(AdsClient.names(client.nextAcked(ResourceType.CLUSTER)))
                    .containsExactlyInAnyOrder("c1@v-one", "c2@v-one");
            var second = client.next(ResourceType.CLUSTER);
            assertThat(AdsClient.names(second)).containsExactlyInAnyOrder("c3@v-one", "c4@v-one");
            client.nack(second, "something is wrong");
            client.nack(client.next(ResourceType.CLUSTER), "something is wrong");
            assertThat(AdsClient.names(client.nextAcked(ResourceType.CLUSTER))).containsExactly("c4@v-one");
            assertThat(controlPlane
                            .receipt(TestMesh.key(ResourceType.CLUSTER, "c3"))
                            .state())
                    .isEqualTo(Receipt.State.REFUSED);
            assertThat(controlPlane
                            .receipt(TestMesh.key(ResourceType.CLUSTER, "c4"))
                            .state())
                    .isEqualTo(Receipt.State.LIVE);
        }
    }

    @Test
    void aStaleNonceIsNoAck() throws Exception {
        try (var client = whole("one")) {
            controlPlane.configure(
                    POD,
                    TestMesh.resource(ResourceType.CLUSTER, "c", "two"),
                    TestMesh.resource(ResourceType.ENDPOINT, "c", "one"),
                    TestMesh.resource(ResourceType.LISTENER, "l", "two"),
                    TestMesh.resource(ResourceType.ROUTE, "r", "one"),
                    TestMesh.resource(ResourceType.VIRTUAL_HOST, "r/v", "one"));
            var clusters = client.next(ResourceType.CLUSTER);
            client.next(ResourceType.ENDPOINT);
            client.ackStale(clusters, "77");
            assertThat(controlPlane
                            .receiptNow(TestMesh.key(ResourceType.CLUSTER, "c"))
                            .state())
                    .isEqualTo(Receipt.State.PENDING);
            assertThat(client.waiting()).isZero();
            client.ack(clusters);
            client.next(ResourceType.LISTENER);
        }
    }

    @Test
    void aPushInFlightTakesUpWhatChangesMeanwhile() throws Exception {
        try (var client = whole("one")) {
            var first = configureEndpoints(client, "two");
            for (var text : new String[] {"three", "four", "five"}) {
                controlPlane.configure(
                        POD,
                        TestMesh.resource(ResourceType.CLUSTER, "c", "one"),
                        TestMesh.resource(ResourceType.ENDPOINT, "c", text),
                        TestMesh.resource(ResourceType.LISTENER, "l", "one"),
                        TestMesh.resource(ResourceType.ROUTE, "r", "one"),
                        TestMesh.resource(ResourceType.VIRTUAL_HOST, "r/v", "one"));
            }
            assertThat(controlPlane
                            .engine
                            .receipt(
                                    TestMesh.key(ResourceType.ENDPOINT, "c"), ObjectForm.LATEST, Duration.ofMillis(200))
                            .get()
                            .state())
                    .isEqualTo(Receipt.State.PENDING);
            client.ack(first);
            assertThat(AdsClient.names(client.nextAcked(ResourceType.ENDPOINT))).containsExactly("c@v-five");
            assertThat(controlPlane
                            .receipt(TestMesh.key(ResourceType.ENDPOINT, "c"))
                            .live())
                    .isEqualTo(1);
        }
    }

    private DeltaDiscoveryResponse configureEndpoints(AdsClient client, String text) throws Exception {
        controlPlane.configure(
                POD,
                TestMesh.resource(ResourceType.CLUSTER, "c", "one"),
                TestMesh.resource(ResourceType.ENDPOINT, "c", text),
                TestMesh.resource(ResourceType.LISTENER, "l", "one"),
                TestMesh.resource(ResourceType.ROUTE, "r", "one"),
                TestMesh.resource(ResourceType.VIRTUAL_HOST, "r/v", "one"));
        return client.next(ResourceType.ENDPOINT);
    }

    @Test
    void anObjectInErrorKeepsItsLastGoodForm() throws Exception {
        try (var client = whole("one")) {
            controlPlane.configure(
                    POD,
                    TestMesh.resource(ResourceType.CLUSTER, "c", "bad"),
                    TestMesh.resource(ResourceType.ENDPOINT, "c", "one"),
                    TestMesh.resource(ResourceType.LISTENER, "l", "one"),
                    TestMesh.resource(ResourceType.ROUTE, "r", "one"),
                    TestMesh.resource(ResourceType.VIRTUAL_HOST, "r/v", "two"));
            assertThat(AdsClient.names(client.nextAcked(ResourceType.VIRTUAL_HOST)))
                    .containsExactly("r/v@v-two");
            var receipt = controlPlane.receipt(TestMesh.key(ResourceType.CLUSTER, "c"));
            assertThat(receipt.state()).isEqualTo(Receipt.State.REFUSED);
            assertThat(receipt.problems())
                    .singleElement()
                    .extracting(problem -> problem.message())
                    .asString()
                    .contains("expected good");
        }
    }

    @Test
    void aDeletedObjectIsDeletedWhenItsResourcesAreGoneFromTheProxy() throws Exception {
        try (var client = whole("one")) {
            controlPlane.configure(
                    POD,
                    TestMesh.resource(ResourceType.CLUSTER, "c", "one"),
                    TestMesh.resource(ResourceType.ENDPOINT, "c", "one"),
                    TestMesh.resource(ResourceType.LISTENER, "l", "one"),
                    TestMesh.resource(ResourceType.ROUTE, "r", "one"));
            var removal = client.next(ResourceType.VIRTUAL_HOST);
            assertThat(removal.getRemovedResourcesList()).containsExactly("r/v");
            assertThat(controlPlane
                            .receiptNow(TestMesh.key(ResourceType.VIRTUAL_HOST, "r/v"))
                            .state())
                    .isEqualTo(Receipt.State.PENDING);
            client.ack(removal);
            assertThat(controlPlane
                            .receipt(TestMesh.key(ResourceType.VIRTUAL_HOST, "r/v"))
                            .state())
                    .isEqualTo(Receipt.State.DELETED);
        }
    }

    @Test
    void anUnsignedTokenIsUnauthenticated() throws Exception {
        controlPlane.configure(POD);
        try (var client = controlPlane.connect("nonsense", "a", "servicea", AdsClient.Reading.EAGER)) {
            assertThat(client.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        }
    }

    @Test
    void aTokenThatCannotBeReviewedNowIsNotDenied() throws Exception {
        controlPlane.configure(POD);
        try (var client = controlPlane.connect("away", "a", "servicea", AdsClient.Reading.EAGER)) {
            assertThat(client.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
    }

    @Test
    void anotherPodsTokenIsDenied() throws Exception {
        controlPlane.configure(POD);
        try (var client = controlPlane.connect("servicea/servicea/b", "a", "servicea", AdsClient.Reading.EAGER)) {
            client.subscribe(ResourceType.CLUSTER);
            assertThat(client.end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        }
    }

    @Test
    void anotherWorkloadsNameIsDenied() throws Exception {
        controlPlane.configure(POD, TestMesh.pod("b", "serviceb"));
        try (var client = controlPlane.connect("serviceb/serviceb", "a", "servicea", AdsClient.Reading.EAGER)) {
            client.subscribe(ResourceType.CLUSTER);
            assertThat(client.end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(client.end().getDescription())
                    .contains("serviceb/serviceb")
                    .contains("a.servicea");
        }
    }

    @Test
    void aProxyWhosePodIsNotKnownYetWaitsForItAndIsThenServed() throws Exception {
        controlPlane.configure(TestMesh.pod("b", "serviceb"));
        try (var client = controlPlane.connect("a", "servicea")) {
            client.subscribe(ResourceType.CLUSTER);
            controlPlane.configure(POD, TestMesh.resource(ResourceType.CLUSTER, "c", "one"));
            assertThat(AdsClient.names(client.next(ResourceType.CLUSTER))).containsExactly("c@v-one");
        }
    }

    @Test
    void aProxyWhosePodDoesNotComeIsSentAway() throws Exception {
        controlPlane.configure(POD);
        try (var client = controlPlane.connect("ghost", "servicea")) {
            client.subscribe(ResourceType.CLUSTER);
            assertThat(client.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
    }

    @Test
    void aProxyWithoutAnyClusterIsToldSo() throws Exception {
        controlPlane.configure(POD);
        try (var client = controlPlane.connect("a", "servicea")) {
            client.subscribe(ResourceType.CLUSTER);
            assertThat(client.next(ResourceType.CLUSTER).getResourcesList()).isEmpty();
        }
    }

    @Test
    void anUnknownNameIsAnsweredAsRemoved() throws Exception {
        controlPlane.configure(POD);
        try (var client = controlPlane.connect("a", "servicea")) {
            client.subscribe(ResourceType.ENDPOINT, "nobody");
            assertThat(client.nextAcked(ResourceType.ENDPOINT).getRemovedResourcesList())
                    .containsExactly("nobody");
            controlPlane.configure(POD, TestMesh.resource(ResourceType.ENDPOINT, "nobody", "one"));
            assertThat(AdsClient.names(client.next(ResourceType.ENDPOINT))).containsExactly("nobody@v-one");
        }
    }

    @Test
    void aSlowReaderHoldsUpNobodyAndGetsTheNewestState() throws Exception {
        var big = "x".repeat(200_000);
        controlPlane.configure(
                POD, TestMesh.pod("b", "servicea"), TestMesh.resource(ResourceType.CLUSTER, "c", "0" + big));
        try (var slow = controlPlane.connect("servicea/servicea", "a", "servicea", AdsClient.Reading.WHEN_TOLD);
                var fast = controlPlane.connect("b", "servicea")) {
            slow.subscribe(ResourceType.CLUSTER);
            fast.subscribe(ResourceType.CLUSTER);
            fast.nextAcked(ResourceType.CLUSTER);
            for (var i = 1; i <= 5; i++) {
                controlPlane.configure(
                        POD, TestMesh.pod("b", "servicea"), TestMesh.resource(ResourceType.CLUSTER, "c", i + big));
                assertThat(AdsClient.names(fast.nextAcked(ResourceType.CLUSTER)))
                        .containsExactly("c@v-" + i + big);
            }
            slow.read(10);
            slow.nextAcked(ResourceType.CLUSTER);
            assertThat(AdsClient.names(slow.nextAcked(ResourceType.CLUSTER))).containsExactly("c@v-5" + big);
        }
    }

    @Test
    void secretsAreAnsweredAndKeptOverAReconnect() throws Exception {
        controlPlane.configure(POD);
        String version;
        try (var client = controlPlane.connect("a", "servicea")) {
            client.subscribe(ResourceType.SECRET, "default", "ROOTCA");
            Secret own = null;
            version = "";
            while (own == null) {
                var response = client.nextAcked(ResourceType.SECRET);
                for (var resource : response.getResourcesList()) {
                    if (resource.getName().equals("default")) {
                        own = Secret.parseFrom(resource.getResource().getValue());
                        version = resource.getVersion();
                    }
                }
            }
            assertThat(own.getTlsCertificate().getPrivateKey().getInlineBytes().toStringUtf8())
                    .contains("PRIVATE KEY");
            assertThat(version).startsWith("spiffe://cluster.local/ns/servicea/sa/servicea|ca=");
        }
        try (var client = controlPlane.connect("a", "servicea")) {
            client.resume(ResourceType.SECRET, Map.of("default", version), "default");
            client.subscribe(ResourceType.CLUSTER);
            client.next(ResourceType.CLUSTER);
            assertThat(client.waiting()).isZero();
        }
    }

    @Test
    void aPortInUseIsAClearError(@TempDir Path other) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> new TestControlPlane(other, Duration.ofHours(1), taken.getLocalPort()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("xDS cannot listen on")
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    @SuppressWarnings("deprecation") // the registry that Quarkus brings
    void metricsHaveTheNamesThatIstiosDashboardsRead() throws Exception {
        var prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var metrics = new PushMetrics(prometheus);
        metrics.pushed(ResourceType.CLUSTER, 100);
        metrics.converged(Duration.ofMillis(3));
        metrics.distributed(Duration.ofMillis(3));
        assertThat(prometheus.scrape())
                .contains("pilot_xds ")
                .contains("pilot_xds_pushes{type=\"cds\"")
                .contains("pilot_xds_config_size_bytes_bucket{")
                .contains("pilot_proxy_convergence_time_bucket{")
                .contains("pilot_xds_push_time_bucket{")
                .contains("istio_build{component=\"pilot\"");
    }

    @Test
    void aProxyThatComesBackWithAWarmingClusterGetsItsEndpointsAgain() throws Exception {
        whole("one").close();
        try (var client = controlPlane.connect("a", "servicea")) {
            client.resume(ResourceType.ENDPOINT, Map.of("c", "v-one"), "c");
            assertThat(AdsClient.names(client.nextAcked(ResourceType.ENDPOINT))).containsExactly("c@v-one");
            client.resume(ResourceType.CLUSTER, Map.of("c", "v-one", "gone", "v-old"));
            resumeRoutes(client, "v-one");
            assertThat(client.nextAcked(ResourceType.CLUSTER).getRemovedResourcesList())
                    .containsExactly("gone");
        }
    }

    /** Else its old routes would lead to clusters that are gone already. */
    @Test
    void aProxyThatComesBackLosesNoClusterBeforeItsRoutesAreUpToDate() throws Exception {
        whole("one").close();
        try (var client = controlPlane.connect("a", "servicea")) {
            client.resume(ResourceType.CLUSTER, Map.of("c", "v-one", "gone", "v-old"));
            client.resume(ResourceType.ENDPOINT, Map.of("c", "v-one"), "c");
            resumeRoutes(client, "v-old");
            assertThat(AdsClient.names(client.nextAcked(ResourceType.VIRTUAL_HOST)))
                    .containsExactly("r/v@v-one");
            assertThat(client.nextAcked(ResourceType.CLUSTER).getRemovedResourcesList())
                    .containsExactly("gone");
        }
    }

    @Test
    void aClusterThatChangedWhileTheProxyWasAwayGetsItsEndpointsAgain() throws Exception {
        whole("one").close();
        try (var client = controlPlane.connect("a", "servicea")) {
            client.resume(ResourceType.CLUSTER, Map.of("c", "v-old"));
            assertThat(AdsClient.names(client.next(ResourceType.CLUSTER))).containsExactly("c@v-one");
            client.resume(ResourceType.ENDPOINT, Map.of("c", "v-one"), "c");
            assertThat(AdsClient.names(client.next(ResourceType.ENDPOINT))).containsExactly("c@v-one");
        }
    }
}
