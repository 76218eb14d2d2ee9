package dev.tulle.mesh.xds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.envoy.NetworkLab;
import dev.tulle.mesh.envoy.TestAuthority;
import dev.tulle.mesh.envoy.TestEnvoy;
import dev.tulle.mesh.envoy.TestPod;
import dev.tulle.mesh.translate.Translator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Pods in network namespaces with real redirection and real Envoys: applications that know of no proxy. {@code caller} and {@code
 * callee} are in the mesh, {@code outsider} is not.
 */
class RedirectionIT {
    private static final String CALLER = "10.99.0.1";
    private static final String CALLEE = "10.99.0.2";
    private static final String OUTSIDER = "10.99.0.3";

    /** Cluster IPs; nobody has these addresses. */
    private static final String CALLER_SERVICE = "10.98.0.1";

    private static final String CALLEE_SERVICE = "10.98.0.2";
    private static final String OUTSIDER_SERVICE = "10.98.0.3";
    private static final String GREETER_SERVICE = "10.98.0.4";

    private static final String MESH = """
        apiVersion: v1
        kind: Service
        metadata: {name: caller, namespace: one}
        spec: {clusterIP: 10.98.0.1, selector: {app: caller}, ports: [{name: http, port: 80, targetPort: 8080}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: callee, namespace: two}
        spec:
          clusterIP: 10.98.0.2
          selector: {app: callee}
          ports: [{name: http, port: 80, targetPort: 8080}, {name: tcp-greet, port: 7000}, {name: http-strict, port: 8090}]
        ---
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: callee, namespace: two}
        spec:
          selector: {matchLabels: {app: callee}}
          portLevelMtls: {"8090": {mode: STRICT}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: peers, namespace: two}
        spec:
          clusterIP: None
          selector: {app: callee}
          ports: [{name: tcp-greet, port: 7001}, {name: http, port: 8080}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: outsider, namespace: three}
        spec: {clusterIP: 10.98.0.3, selector: {app: outsider}, ports: [{name: http, port: 80, targetPort: 8080}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: greeter, namespace: three}
        spec: {clusterIP: 10.98.0.4, selector: {app: outsider}, ports: [{name: tcp, port: 80, targetPort: 7000}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: peers-1, namespace: two, labels: {kubernetes.io/service-name: peers}}
        addressType: IPv4
        ports: [{name: tcp-greet, port: 7001}, {name: http, port: 8080}]
        endpoints:
        - {addresses: [10.99.0.2], hostname: peer-0, targetRef: {kind: Pod, name: callee-0}}
        - {addresses: [10.99.0.3], hostname: peer-1}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: caller-0, namespace: one, labels: {app: caller, version: v1}}
        spec: {serviceAccountName: caller, containers: [{name: app}], initContainers: [{name: istio-proxy}]}
        status: {podIP: 10.99.0.1, conditions: [{type: Ready, status: "True"}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: callee-0, namespace: two, labels: {app: callee, version: v2}}
        spec: {serviceAccountName: callee, containers: [{name: app}, {name: istio-proxy}]}
        status: {podIP: 10.99.0.2, conditions: [{type: Ready, status: "True"}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: outsider-0, namespace: three, labels: {app: outsider}}
        spec: {containers: [{name: app}]}
        status: {podIP: 10.99.0.3, conditions: [{type: Ready, status: "True"}]}
        """;

    private static NetworkLab lab;
    private static TestPod caller;
    private static TestPod callee;
    private static TestPod outsider;

    @BeforeAll
    static void start() {
        var parsed = ConfigParser.parse("mesh.yaml", MESH.getBytes(StandardCharsets.UTF_8));
        assertThat(parsed.problems()).isEmpty();
        var translation = new Translator(Meshes.TRUST_DOMAIN).translate(ConfigSnapshot.of(parsed.objects()));
        assertThat(translation.problems()).isEmpty();
        var resources = MeshResources.build(translation.model());
        var authority = new TestAuthority();
        lab = NetworkLab.start();
        caller = TestPod.start(lab, CALLER, "caller", List.of("http:8080"));
        callee = TestPod.start(
                lab, CALLEE, "callee", List.of("http:8080", "http:8090", "greet:7000", "greet:7001", "greet:9999"));
        outsider =
                TestPod.start(lab, OUTSIDER, "outsider", List.of("http:8080", "greet:7000", "greet:7001", "http:80"));
        translation.model().workloads().forEach((key, workload) -> (key.name().equals("caller-0") ? caller : callee)
                .inject(workload, resources.forProxy(key), authority.secrets(workload.identity())));
    }

    @AfterAll
    static void stop() {
        for (var part : List.<AutoCloseable>of(caller, callee, outsider, lab)) {
            try {
                part.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void aServiceByNameOverMutualTls() {
        var answer = caller.get(CALLEE_SERVICE, 80, "callee.two");

        assertThat(answer)
                .contains("200 OK", "callee answers 127.0.0.6", "URI=spiffe://cluster.local/ns/one/sa/caller")
                .doesNotContain("x-mesh-");
        for (var name : List.of("callee.two:80", "callee.two.svc", "callee.two.svc.cluster.local:80", CALLEE_SERVICE)) {
            assertThat(caller.get(CALLEE_SERVICE, 80, name)).as(name).contains("sa/caller");
        }
        metrics(
                callee,
                "envoy_istio_requests_total{",
                "reporter=\"destination\"",
                "source_workload=\"caller-0\"",
                "connection_security_policy=\"mutual_tls\"",
                "destination_service=\"callee.two.svc.cluster.local\"");
        metrics(
                caller,
                "envoy_istio_requests_total{",
                "reporter=\"source\"",
                "destination_workload=\"callee-0\"",
                "destination_service=\"callee.two.svc.cluster.local\"");
    }

    @Test
    void theBareNameIsTheOwnNamespaces() {
        assertThat(caller.get(CALLER_SERVICE, 80, "caller")).contains("caller answers 127.0.0.6", "sa/caller");
    }

    @Test
    void aServerThatSpeaksFirst() {
        assertThat(caller.hear(CALLEE_SERVICE, 7000)).isEqualTo("callee answers 127.0.0.6");

        metrics(
                callee,
                "envoy_istio_tcp_connections_opened_total{",
                "reporter=\"destination\"",
                "destination_service=\"callee.two.svc.cluster.local\"",
                "connection_security_policy=\"mutual_tls\"");
        metrics(
                callee,
                "envoy_istio_tcp_connections_closed_total{",
                "reporter=\"destination\"",
                "source_principal=\"spiffe://cluster.local/ns/one/sa/caller\"",
                "connection_security_policy=\"mutual_tls\"");
        metrics(
                caller,
                "envoy_istio_tcp_connections_opened_total{",
                "reporter=\"source\"",
                "destination_service=\"callee.two.svc.cluster.local\"",
                "destination_workload=\"callee-0\"");
    }

    @Test
    void aTcpServiceOnTheNumberOfAnHttpPort() {
        assertThat(caller.hear(GREETER_SERVICE, 80)).isEqualTo("outsider answers " + CALLER);
    }

    @Test
    void theInstancesOfAHeadlessService() {
        assertThat(caller.hear(CALLEE, 7001)).isEqualTo("callee answers 127.0.0.6");
        assertThat(caller.hear(OUTSIDER, 7001)).isEqualTo("outsider answers " + CALLER);
        assertThat(caller.get(CALLEE, 8080, "peer-0.peers.two:8080")).contains("callee answers", "sa/caller");
        assertThat(caller.get(OUTSIDER, 8080, "peer-1.peers.two.svc.cluster.local:8080"))
                .contains("outsider answers");
        assertThat(caller.get(CALLEE, 8080, "peers.two:8080")).contains(" answers ");
    }

    @Test
    void aServiceOutsideOfTheMesh() {
        assertThat(caller.get(OUTSIDER_SERVICE, 80, "outsider.three")).contains("outsider answers " + CALLER);
    }

    @Test
    void anUnknownHostAndAddressPassThrough() {
        var before = caller.stat("cluster.PassthroughCluster.upstream_cx_total");

        assertThat(caller.get(OUTSIDER, 80, "example.org"))
                .contains("200 OK", "outsider answers " + CALLER, "host: example.org")
                .doesNotContain("x-mesh-");
        assertThat(caller.hear(CALLEE, 9999)).isEqualTo("callee answers 127.0.0.6");
        assertThat(caller.stat("cluster.PassthroughCluster.upstream_cx_total")).isEqualTo(before + 2);
        metrics(
                caller,
                "envoy_istio_requests_total{",
                "destination_service=\"unknown\"",
                "destination_service_name=\"PassthroughCluster\"");
        metrics(
                callee,
                "envoy_istio_tcp_connections_opened_total{",
                "destination_service_name=\"InboundPassthroughCluster\"");
    }

    @Test
    void aCallerOutsideOfTheMesh() {
        assertThat(outsider.get(CALLEE, 8080, "whatever")).contains("callee answers 127.0.0.6");
        assertThat(outsider.hear(CALLEE, 7000)).isEqualTo("callee answers 127.0.0.6");
        assertThat(outsider.hear(CALLEE, 9999)).isEqualTo("callee answers 127.0.0.6");
        metrics(
                callee,
                "envoy_istio_requests_total{",
                "reporter=\"destination\"",
                "source_workload=\"unknown\"",
                "connection_security_policy=\"none\"");
    }

    @Test
    void aStrictPortTakesNoPlainText() {
        assertThat(caller.get(CALLEE_SERVICE, 8090, "callee.two")).contains("callee answers", "sa/caller");
        assertThat(outsider.get(CALLEE, 8090, "callee.two")).doesNotContain("answers");
    }

    @Test
    void kubeletsProbesGoRoundTheMesh() {
        assertThat(outsider.get(CALLEE, Bootstrap.PROBE_PORT, "kubelet", "/app-health/app/livez"))
                .contains("200 OK", "callee answers 127.0.0.6", "GET /live HTTP/1.1");
        assertThat(outsider.get(CALLEE, Bootstrap.HEALTH_PORT, "kubelet", "/healthz/ready"))
                .contains("LIVE");
        assertThat(outsider.get(CALLEE, Bootstrap.TELEMETRY_PORT, "prometheus", "/stats/prometheus"))
                .contains("200 OK");
        assertThat(outsider.get(CALLEE, Bootstrap.ADMIN_PORT, "nobody")).doesNotContain("200 OK");
    }

    @Test
    void whoCallsTheProxysOwnPortsIsSentNowhere() {
        assertThat(outsider.get(CALLEE, 15006, "nobody")).doesNotContain("200 OK");
        assertThat(caller.get(CALLER, 15001, "nobody")).doesNotContain("200 OK");
    }

    private static void metrics(TestPod pod, String name, String... labels) {
        TestEnvoy.waitFor(() -> pod.get("127.0.0.1", Bootstrap.TELEMETRY_PORT, "prometheus", "/stats/prometheus")
                .lines()
                .anyMatch(line ->
                        line.startsWith(name) && List.of(labels).stream().allMatch(line::contains)));
    }
}
