package dev.tulle.cli.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The main job, end to end: `tulle up`, four hops through real Envoys, rules applied and taken away under load, a sixth
 * workload, a killed control plane, metrics and a trace, `tulle down`. One mesh serves all tests, in order.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class MeshIT {
    private static final String WHOLE = "Calling Service BHello from service BHello from service AHello from service C";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> REQUIRED_LABELS = List.of(
            "reporter",
            "source_workload",
            "source_workload_namespace",
            "source_principal",
            "source_app",
            "source_version",
            "source_cluster",
            "source_canonical_service",
            "source_canonical_revision",
            "destination_workload",
            "destination_workload_namespace",
            "destination_principal",
            "destination_app",
            "destination_version",
            "destination_service",
            "destination_service_name",
            "destination_service_namespace",
            "destination_cluster",
            "destination_canonical_service",
            "destination_canonical_revision",
            "request_protocol",
            "response_code",
            "response_flags",
            "connection_security_policy");
    private static final List<Integer> FIXED_PORTS = List.of(8080, 9090, 9411, 15012, 15014, 20001);

    private final Path repository = Tulle.repository();
    private final Tulle tulle = new Tulle(repository, repository.resolve("cli/target/mesh-it"));
    private final Web web = new Web();

    @BeforeAll
    void up() {
        var up = tulle.run("up", "--detach");
        assertThat(up.exitCode()).as(up.output()).isZero();
        assertThat(up.output()).contains("http://127.0.0.1:8080/", WHOLE);
    }

    @AfterAll
    void stop() {
        tulle.run("down");
        web.close();
    }

    @Test
    @Order(1)
    void theGatewayAnswersThroughAllFourHops() {
        assertThat(web.get(Web.GATEWAY)).isEqualTo(new Web.Answer(200, WHOLE));
        assertThat(web.get(Web.GATEWAY + "any/path?query=1")).isEqualTo(new Web.Answer(200, WHOLE));
    }

    @Test
    @Order(2)
    void aSecondUpExitsWithTwoAndNamesTheRunningAddresses() {
        var second = tulle.run("up", "--detach");

        assertThat(second.exitCode()).as(second.output()).isEqualTo(2);
        assertThat(second.output()).contains("http://127.0.0.1:8080/");
        assertThat(web.get(Web.GATEWAY).status()).isEqualTo(200);
    }

    @Test
    @Order(3)
    void proxyStatusListsEverySidecarAsSynced() {
        var status = tulle.run("proxy-status");

        assertThat(status.exitCode()).as(status.output()).isZero();
        assertThat(status.output())
                .contains("istio-ingressgateway", "servicea", "serviceb", "servicec-v1", "servicec-v2")
                .doesNotContain("STALE");
    }

    @Test
    @Order(3)
    void theConsoleIsTheFirstAddressAndDrawsEveryHop() {
        assertThat(tulle.run("dashboard").output().lines().skip(1).findFirst().orElse(""))
                .startsWith("console")
                .endsWith(Web.CONSOLE + "/");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(web.get(Web.CONSOLE + "/api/graph?type=workload&services=false"))
                        .extracting(Web.Answer::body)
                        .asString()
                        .contains(
                                "workload:istio-system/istio-ingressgateway>workload:servicea/servicea:http",
                                "workload:servicea/servicea>workload:serviceb/serviceb:http",
                                "workload:servicea/servicea>workload:servicec/servicec-v"));
        assertThat(web.get(Web.CONSOLE + "/").body()).contains("<title>Tulle console</title>");
    }

    @Test
    @Order(4)
    void secretsAreRedacted() {
        var config = tulle.run("proxy-config", "all", "servicea.servicea", "-o", "json");

        assertThat(config.exitCode()).as(config.output()).isZero();
        assertThat(config.output())
                .contains("outbound|8081||serviceb.serviceb.svc.cluster.local")
                .doesNotContain("PRIVATE KEY");
        assertThat(tulle.run("proxy-config", "secrets", "servicea.servicea").output())
                .contains("default", "ROOTCA")
                .doesNotContain("PRIVATE KEY");
    }

    @Test
    @Order(5)
    void theFaultRuleBreaksOneInTenOfTheThirdPartsAndTheAnswerStays200() {
        apply("servicec-fault-abort.yaml");
        var tally = web.send(Web.GATEWAY, 2000);
        delete("servicec-fault-abort.yaml");

        assertThat(tally.withStatus(200)).isEqualTo(2000);
        assertThat(tally.withBodyEnding("Hello from service Afault filter abort") / 20.0)
                .isBetween(8.0, 12.0);
    }

    @Test
    @Order(6)
    void aShiftOfTrafficLosesNoRequestAndKeepsEveryEnvoy() {
        var before = envoys();
        try (var load = web.startLoad(Web.GATEWAY)) {
            apply("servicec-route-25-75.yaml");
            apply("servicec-route-0-100.yaml");
            delete("servicec-route-0-100.yaml");
            var tally = load.stop();

            assertThat(tally.total()).isPositive();
            assertThat(tally.answers()).containsOnlyKeys(new Web.Answer(200, WHOLE));
        }
        assertThat(envoys()).isEqualTo(before);
    }

    @Test
    @Order(6)
    void theOrderInWhichRulesAreAppliedDoesNotMatter() {
        var rules = List.of(
                "servicec-lb.yaml", "servicec-cb-policy.yaml", "servicec-timeout.yaml", "servicec-route-25-75.yaml");
        var before = configOf("servicea");

        rules.forEach(this::apply);
        var after = configOf("servicea");
        rules.forEach(this::delete);
        assertThat(configOf("servicea")).isEqualTo(before);

        rules.reversed().forEach(this::apply);
        assertThat(configOf("servicea")).isEqualTo(after).isNotEqualTo(before);
        rules.reversed().forEach(this::delete);
        assertThat(configOf("servicea")).isEqualTo(before);
    }

    @Test
    @Order(7)
    void applyPrintsTheReceiptAndTheSameObjectAgainChangesNothing() {
        assertThat(apply("servicec-fault-abort.yaml"))
                .containsPattern("servicec-route generation \\d+: live on \\d+ of \\d+ proxies in \\d+ ms");
        var again = apply("servicec-fault-abort.yaml");
        assertThat(again).contains("unchanged");
        delete("servicec-fault-abort.yaml");
    }

    @Test
    @Order(8)
    void aBadObjectIsRefusedWithItsLineAndNothingElseChanges() throws IOException {
        var bad = write("bad.yaml", """
                apiVersion: networking.istio.io/v1alpha3
                kind: VirtualService
                metadata:
                  name: servicec-route
                  namespace: servicec
                spec:
                  hosts: [servicec]
                  http:
                  - route:
                    - destination: {host: servicec}
                      wieght: 10
                """);
        var refused = tulle.run("apply", "-f", bad.toString());

        assertThat(refused.exitCode()).as(refused.output()).isEqualTo(1);
        assertThat(refused.output()).contains("bad.yaml:11", "wieght");
        assertThat(web.get(Web.GATEWAY)).isEqualTo(new Web.Answer(200, WHOLE));
    }

    @Test
    @Order(9)
    void aSixthDeploymentInANamespaceOfItsOwnIsServed() throws IOException {
        var sixth = write("sixth.yaml", Files.readString(repository.resolve("cli/src/test/resources/mesh/sixth.yaml")));
        var applied = tulle.run("apply", "-f", sixth.toString());
        assertThat(applied.exitCode()).as(applied.output()).isZero();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sidecarsOf("sixth")).hasSize(2));
        var proxy = sidecarsOf("servicea").iterator().next();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(viaSidecar(proxy, "http://sixth.other:9191/"))
                .isEqualTo("Hello from service C v6"));

        assertThat(tulle.run("delete", "-f", sixth.toString()).exitCode()).isZero();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sidecarsOf("sixth")).isEmpty());
    }

    @Test
    @Order(10)
    void aKilledApplicationComesBack() {
        var application = processes().entrySet().stream()
                .filter(entry ->
                        entry.getKey().contains("serviceb") && !entry.getKey().contains("envoy"))
                .findFirst()
                .orElseThrow();
        assertThat(ProcessHandle.of(application.getValue()).orElseThrow().destroyForcibly())
                .isTrue();

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(processes().get(application.getKey())).isNotNull().isNotEqualTo(application.getValue());
            assertThat(web.get(Web.GATEWAY)).isEqualTo(new Web.Answer(200, WHOLE));
        });
    }

    @Test
    @Order(11)
    void killingTheControlPlaneUnderLoadLosesNoRequestAndLeavesNoStaleCluster() throws IOException {
        var controlPlane = Objects.requireNonNull(processes().get("control-plane"));
        try (var load = web.startLoad(Web.GATEWAY)) {
            assertThat(ProcessHandle.of(controlPlane).orElseThrow().destroyForcibly())
                    .isTrue();
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(processes().get("control-plane")).isNotEqualTo(controlPlane);
                assertThat(web.get(Web.CONTROL_PLANE + "/ready").status()).isEqualTo(200);
            });
            await().atMost(PATIENCE).untilAsserted(() -> {
                var status = tulle.run("proxy-status");
                assertThat(status.exitCode()).isZero();
                assertThat(status.output()).contains("servicec-v2").doesNotContain("STALE");
            });
            assertThat(load.stop().answers()).containsOnlyKeys(new Web.Answer(200, WHOLE));
        }
    }

    @Test
    @Order(12)
    void istiosStandardMetricsHaveEveryLabelFilledAlsoForFailures() {
        var servicea = sidecarsOf("servicea").iterator().next();
        var unknown = tulle.run(
                "apply",
                "-f",
                repository
                        .resolve("k8s/rules/servicec-route-unknown-subset.yaml")
                        .toString());
        assertThat(unknown.exitCode()).as(unknown.output()).isEqualTo(1);
        assertThat(unknown.output()).contains("servicec-route-unknown-subset.yaml:", "KIA1107", "live on");
        web.send(Web.GATEWAY, 100);
        delete("servicec-route-unknown-subset.yaml");
        viaSidecar(servicea, "http://nowhere.example:8081/");

        await().atMost(PATIENCE).untilAsserted(() -> {
            var series = web.query("istio_requests_total");
            for (var one : series) {
                var labels = one.path("metric");
                assertThat(REQUIRED_LABELS)
                        .allSatisfy(name -> assertThat(labels.path(name).asText())
                                .as(name + " of " + labels)
                                .isNotEmpty());
            }
            assertThat(
                            web.query(
                                    "istio_requests_total{reporter=\"destination\",connection_security_policy=\"mutual_tls\","
                                            + "source_workload=\"servicea\",destination_app=\"servicec\",response_code=\"200\"}"))
                    .isNotEmpty();
            assertThat(web.query(
                            "istio_requests_total{reporter=\"destination\",connection_security_policy!=\"mutual_tls\","
                                    + "destination_app=~\"service[abc]\"}"))
                    .isEmpty();
            assertThat(web.query(
                            "istio_requests_total{reporter=\"source\",source_workload=\"servicea\",response_code=\"404\","
                                    + "response_flags=\"NR\",destination_service=\"unknown\"}"))
                    .isNotEmpty();
            assertThat(
                            web.query(
                                    "istio_requests_total{reporter=\"source\",source_workload=\"servicea\",response_code=\"503\","
                                            + "response_flags=\"UH\",destination_service=\"servicec.servicec.svc.cluster.local\"}"))
                    .isNotEmpty();
        });
    }

    @Test
    @Order(13)
    void oneTraceShowsEveryHop() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            web.get(Web.GATEWAY);
            var widest = Set.<String>of();
            for (var trace : web.json(Web.ZIPKIN + "/api/v2/traces?limit=20&lookback=600000")) {
                var services = new TreeSet<String>();
                trace.forEach(span -> services.add(
                        span.path("localEndpoint").path("serviceName").asText()));
                widest = services.size() > widest.size() ? services : widest;
            }
            assertThat(String.join(" ", widest)).contains("istio-ingressgateway", "servicea", "serviceb", "servicec");
        });
    }

    @Test
    @Order(99)
    void downLeavesNoProcessAndNoPort() throws IOException {
        var pids = processes().values();

        var down = tulle.run("down");

        assertThat(down.exitCode()).as(down.output()).isZero();
        assertThat(pids).noneMatch(MeshIT::runs);
        for (var port : FIXED_PORTS) {
            try (var socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            }
        }
        assertThat(orphans()).isEmpty();
    }

    private String apply(String rule) {
        var result =
                tulle.run("apply", "-f", repository.resolve("k8s/rules/" + rule).toString());
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output();
    }

    private void delete(String rule) {
        var result = tulle.run(
                "delete", "-f", repository.resolve("k8s/rules/" + rule).toString());
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    private Path write(String name, String content) throws IOException {
        var folder = Files.createDirectories(repository.resolve("cli/target/mesh-it-files"));
        return Files.writeString(folder.resolve(name), content);
    }

    /** Every process that the supervisor recorded, by name. */
    private Map<String, Long> processes() {
        var pids = new TreeMap<String, Long>();
        try (var files = Files.list(tulle.state().resolve("processes"))) {
            for (var file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                var name = file.getFileName().toString().replace(".json", "");
                pids.put(name, web.parse(Files.readString(file)).path("pid").asLong());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pids;
    }

    private Map<String, Long> envoys() {
        return processes().entrySet().stream()
                .filter(entry -> entry.getKey().contains("envoy"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The addresses of the connected proxies of a workload; node ids are {@code sidecar~ADDRESS~POD.NAMESPACE~DOMAIN}. */
    private Set<String> sidecarsOf(String workload) {
        var addresses = new TreeSet<String>();
        for (var proxy : web.json(Web.CONTROL_PLANE + "/debug/connections").path("clients")) {
            if (proxy.path("proxy").asText().startsWith(workload + "-")) {
                addresses.add(proxy.path("connectionId").asText().split("~", 3)[1]);
            }
        }
        return addresses;
    }

    /** What the proxy of a workload has of clusters, endpoints and routes. */
    private JsonNode configOf(String workload) {
        for (var proxy : web.json(Web.CONTROL_PLANE + "/debug/connections").path("clients")) {
            var name = proxy.path("proxy").asText();
            if (name.startsWith(workload + "-")) {
                return web.json(Web.CONTROL_PLANE + "/debug/config_dump?proxyID=" + name);
            }
        }
        throw new AssertionError("no proxy of " + workload + " is connected");
    }

    private String viaSidecar(String address, String url) {
        var curl = tulle.execute(List.of("curl", "-s", "-m", "5", "-x", "http://" + address + ":15007", url), Map.of());
        return curl.output();
    }

    /** Whether a process still does anything; one that has ended may wait as a zombie until init collects it. */
    private static boolean runs(long pid) {
        try {
            var status = Files.readString(Path.of("/proc", String.valueOf(pid), "status"));
            return status.lines().noneMatch(line -> line.startsWith("State:") && line.contains("Z"));
        } catch (IOException e) {
            return false;
        }
    }

    /** Processes that carry this state directory in their environment. */
    private List<Long> orphans() {
        var marker = "TULLE_STATE=" + tulle.state();
        var found = new ArrayList<Long>();
        ProcessHandle.allProcesses().map(ProcessHandle::pid).forEach(pid -> {
            try {
                if (Files.readString(Path.of("/proc", String.valueOf(pid), "environ"), StandardCharsets.ISO_8859_1)
                        .contains(marker)) {
                    found.add(pid);
                }
            } catch (IOException e) {
                // it ended, or it is somebody else's
            }
        });
        return found;
    }
}
