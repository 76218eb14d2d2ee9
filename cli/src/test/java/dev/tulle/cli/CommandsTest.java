package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.tulle.cli.process.ProcessIdentity;
import dev.tulle.cli.state.AtomicFiles;
import dev.tulle.cli.state.MeshStatus;
import dev.tulle.cli.state.MeshStatus.Address;
import dev.tulle.cli.state.MeshStatus.Phase;
import dev.tulle.cli.state.StateDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands as a user runs them; where one asks the control plane, this test answers. */
class CommandsTest {
    private static final String RULE = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: servicec-route, namespace: servicec}
            spec:
              hosts: [servicec]
              http:
              - fault: {abort: {percentage: {value: 10}, httpStatus: 400}}
                route:
                - destination: {host: servicec}
            """;

    private final Path directory;
    private final StateDirectory state;
    private final HttpServer controlPlane;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String answer = receipt("live", 5, "");

    CommandsTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        state = new StateDirectory(directory.resolve(".tulle"));
        controlPlane =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        controlPlane.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            var body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        controlPlane.start();
    }

    @AfterEach
    void stop() {
        controlPlane.stop(0);
    }

    @Test
    void everyCommandHasHelp() {
        var commands = new CommandLine(new TulleCommand()).getSubcommands().keySet();

        assertThat(commands)
                .contains(
                        "up",
                        "down",
                        "apply",
                        "delete",
                        "get",
                        "proxy-status",
                        "proxy-config",
                        "wait",
                        "dashboard",
                        "translate",
                        "validate");
        for (var command : commands) {
            var help = tulle(command, "--help");
            assertThat(help.exitCode()).as(command).isZero();
            assertThat(help.out()).contains("Usage: tulle");
        }
    }

    @Test
    void wrongUsageExitsWithTwo() {
        assertThat(tulle("frobnicate").exitCode()).isEqualTo(2);
        assertThat(tulle("apply").exitCode()).isEqualTo(2);
        assertThat(tulle("delete", "vs").exitCode()).isEqualTo(2);
        assertThat(tulle("proxy-config", "lisseners", "a.b").exitCode()).isEqualTo(2);
    }

    @Test
    void withoutAMeshEveryCommandThatNeedsOneSaysSo() {
        for (var command : List.of(
                List.of("apply", "-f", rule(RULE)),
                List.of("delete", "vs", "x"),
                List.of("get", "vs"),
                List.of("wait", "vs", "x"),
                List.of("proxy-status"),
                List.of("proxy-config", "all", "a.b"),
                List.of("doctor"),
                List.of("dashboard"))) {
            var arguments = new ArrayList<>(command);
            arguments.addAll(List.of("--state", state.toString()));
            var result = tulle(arguments.toArray(String[]::new));

            assertThat(result.exitCode()).as(command.toString()).isEqualTo(1);
            assertThat(result.err())
                    .isEqualToIgnoringNewLines(
                            "tulle: no mesh runs in " + state + ": `tulle up` starts one, --state names another");
        }
    }

    @Test
    void downWithoutAMeshIsNoFailure() {
        var result = tulle("down", "--state", state.toString());

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("nothing ran in " + state);
    }

    @Test
    void applyWritesTheObjectAndPrintsItsReceipt() throws IOException {
        meshRuns();

        var result = tulle("apply", "-f", rule(RULE), "--state", state.toString());

        assertThat(result.out())
                .isEqualToIgnoringNewLines("servicec-route generation 3: live on 5 of 5 proxies in 14 ms");
        assertThat(result.exitCode()).isZero();
        assertThat(state.applied().resolve("virtualservice.servicec.servicec-route.yaml"))
                .isRegularFile();
        assertThat(asked)
                .singleElement()
                .asString()
                .contains("kind=VirtualService", "namespace=servicec", "name=servicec-route", "digest=", "wait=");
    }

    @Test
    void applyRefusesABadDocumentWithItsLineAndWritesTheOthers() throws IOException {
        meshRuns();
        var bad = RULE.replace("servicec-route", "bad").replace("fault:", "falut:");

        var result = tulle("apply", "-f", rule(RULE + "---\n" + bad), "--state", state.toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("rule.yaml:17", "VirtualService servicec/bad", "falut");
        assertThat(state.applied().resolve("virtualservice.servicec.servicec-route.yaml"))
                .exists();
        assertThat(state.applied().resolve("virtualservice.servicec.bad.yaml")).doesNotExist();
    }

    @Test
    void ofTwoObjectsOfOneNameTheFirstIsApplied() throws IOException {
        meshRuns();

        var result = tulle("apply", "-f", rule(RULE + "---\n" + RULE), "--state", state.toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("rule.yaml:11", "the other one counts");
        assertThat(result.out()).contains("live on 5 of 5 proxies");
    }

    @Test
    void applySaysWhoRefusedAndFails() throws IOException {
        meshRuns();
        answer = receipt("refused", 4, "{\"proxy\":\"a.b\",\"message\":\"bad route\"}");

        var result = tulle("apply", "-f", rule(RULE), "--state", state.toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("servicec-route generation 3: refused", "refused by a.b: bad route");
    }

    @Test
    void theDoctorSaysObjectCauseAndFixAndFailsForAnErrorOnly() throws IOException {
        meshRuns();
        answer = """
                {"findings":[{"severity":"warning","id":"KIA0701","object":"service a.a.svc.cluster.local",
                 "cause":"no ready pod is behind it","fix":"compare its selector"}]}""";

        var result = tulle("doctor", "--state", state.toString());

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("warning: service a.a.svc.cluster.local: no ready pod is behind it [KIA0701]")
                .contains("compare its selector");
        assertThat(asked).containsExactly("/api/doctor");
        answer = answer.replace("warning", "error");
        assertThat(tulle("doctor", "--state", state.toString()).exitCode()).isEqualTo(1);
        answer = "{\"findings\":[]}";
        assertThat(tulle("doctor", "--state", state.toString()).out()).contains("The mesh is well.");
        assertThat(tulle("dashboard", "kiali", "--state", state.toString()).out())
                .contains("http://127.0.0.1:");
    }

    @Test
    void deleteRemovesTheObjectAndWaits() throws IOException {
        meshRuns();
        tulle("apply", "-f", rule(RULE), "--state", state.toString());
        answer = receipt("deleted", 0, "");

        var result = tulle("delete", "vs", "servicec-route", "-n", "servicec", "--state", state.toString());

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("servicec-route deleted");
        assertThat(state.applied()).isEmptyDirectory();
        assertThat(tulle("delete", "-f", rule(RULE), "--state", state.toString())
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    void getShowsWhatIsAppliedWithItsReceipt() throws IOException {
        meshRuns();
        tulle("apply", "-f", rule(RULE), "--state", state.toString());

        assertThat(tulle("get", "vs", "-n", "servicec", "--state", state.toString())
                        .out())
                .contains("servicec-route", "live on 5 of 5 proxies");
        var json = json(tulle("get", "vs", "servicec-route", "-o", "json", "--state", state.toString())
                .out());
        assertThat(json.path("metadata").path("name").asText()).isEqualTo("servicec-route");
        assertThat(json.path("status").path("live").asInt()).isEqualTo(5);
        assertThat(tulle("get", "vs", "other", "--state", state.toString()).exitCode())
                .isEqualTo(1);
    }

    @Test
    void anUnknownProxyIsOneClearMessage() throws IOException {
        meshRuns();

        var result = tulle("proxy-config", "all", "nobody.nowhere", "--state", state.toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("tulle: no proxy nobody.nowhere, expected WORKLOAD.NAMESPACE");
    }

    @Test
    void translatePrintsEveryKindOfResourceWithoutAnyServer() throws JsonProcessingException {
        var result = tulle("translate", "-f", "../k8s/apps", rule(RULE), "--proxy", "servicea.servicea", "-o", "json");

        assertThat(result.exitCode()).as(result.err()).isZero();
        var json = json(result.out());
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly("listeners", "routes", "clusters", "endpoints", "secrets", "problems");
        assertThat(json.path("routes").toString()).contains("\"httpStatus\":400", "virtualHosts");
        assertThat(json.path("endpoints").toString()).contains("socketAddress");
    }

    @Test
    void translateOfAWorkloadThatIsInNoFileFails() {
        var result = tulle("translate", "-f", "../k8s/apps", "--proxy", "nobody.nowhere");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("no proxy nobody.nowhere", "servicea.servicea");
    }

    @Test
    void validateNamesFileLineAndFieldOfEachMistake() {
        var result = tulle("validate", "-f", rule(RULE.replace("httpStatus: 400", "httpStatus: soon")));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("rule.yaml:7", "spec.http[0].fault.abort.httpStatus");
        assertThat(tulle("validate", "-f", "../k8s/apps").exitCode()).isZero();
    }

    @Test
    void analyzeHasIstioctlsExitCodesAndFields() throws JsonProcessingException {
        var clean = tulle("analyze", "-f", "../k8s/apps");
        assertThat(clean.exitCode()).as(clean.out()).isZero();

        var lost = rule(RULE.replace("destination: {host: servicec}", "destination: {host: nowhere}"));
        var found = tulle("analyze", "-f", "../k8s/apps", lost, "--failure-threshold", "warning", "-o", "json");
        assertThat(found.exitCode()).isEqualTo(79);
        assertThat(json(found.out())).anySatisfy(problem -> {
            assertThat(problem.path("code").asText()).isEqualTo("KIA1101");
            assertThat(problem.path("level").asText()).isEqualTo("Warning");
            assertThat(problem.path("origin").asText()).isEqualTo("VirtualService servicec/servicec-route");
            assertThat(problem.path("reference").asText()).contains("rule.yaml:9");
            assertThat(problem.path("documentationUrl").asText()).endsWith("#kia1101");
        });
        assertThat(tulle("analyze", "-f", lost, "-n", "elsewhere").out()).startsWith("no problem in 1 objects");
        assertThat(tulle("analyze", "-f", rule("")).exitCode()).isEqualTo(65);
    }

    @Test
    void aMeshIsEitherLocalOrInACluster() {
        var both = tulle("proxy-status", "--state", state.toString(), "--context", "kind-kind");

        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains("--state means a local mesh");
        var gone =
                tulle("proxy-status", "--kubeconfig", directory.resolve("gone").toString());
        assertThat(gone.exitCode()).isEqualTo(1);
        assertThat(gone.err()).contains("the kubeconfig", "does not exist");
    }

    @Test
    void brokenYamlAndOtherBytesAreSaidWithTheirLine() throws IOException {
        var misindented = tulle("validate", "-f", rule("apiVersion: v1\n  kind: Service\n"));
        assertThat(misindented.exitCode()).isEqualTo(1);
        assertThat(misindented.out()).contains("rule.yaml:");

        var latin = Files.write(directory.resolve("latin.yaml"), new byte[] {'a', '\n', (byte) 0xe4});
        assertThat(tulle("validate", "-f", latin.toString()).out()).contains("latin.yaml:2", "UTF-8");

        assertThat(tulle("validate", "-f", rule("")).exitCode()).isEqualTo(1);
    }

    @Test
    void aDirectoryThatIsNotThereOrEmptyIsSaid() throws IOException {
        assertThat(tulle("validate", "-f", directory.resolve("gone").toString()).err())
                .contains("gone does not exist");
        var empty = Files.createDirectory(directory.resolve("empty"));
        assertThat(tulle("translate", "-f", empty.toString(), "--proxy", "a.b").err())
                .contains("holds no .yaml");
    }

    @Test
    void anImageThatIsNotOursIsRefusedWithItsLine() {
        var result = tulle("validate", "-f", rule("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: web, namespace: a}
                        spec:
                          selector: {matchLabels: {app: web}}
                          template:
                            metadata: {labels: {app: web}}
                            spec:
                              containers:
                              - name: web
                                image: nginx:1.29
                        """));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("rule.yaml:11", "containers[0].image", "nginx:1.29", "tulle/service-a");
    }

    private void meshRuns() throws IOException {
        var self = ProcessIdentity.current();
        var url = "http://127.0.0.1:" + controlPlane.getAddress().getPort() + "/";
        AtomicFiles.write(state.apps().resolve("service.yaml"), """
                apiVersion: v1
                kind: Service
                metadata: {name: servicec, namespace: servicec}
                spec: {selector: {app: servicec}, ports: [{name: http-web, port: 8081}]}
                """);
        var addresses = List.of(new Address("console", url), new Address("control plane", url));
        new MeshStatus(self.pid(), self.start(), Phase.RUNNING, "", addresses).write(state);
    }

    private static String receipt(String reached, int live, String nack) {
        return """
                {"object":{"group":"networking.istio.io","kind":"VirtualService","namespace":"servicec",
                 "name":"servicec-route"},"generation":3,"state":"%s","live":%d,"of":5,"millis":14,"reason":"",
                 "nacks":[%s],"problems":[]}""".formatted(reached, live, nack);
    }

    private String rule(String yaml) {
        try {
            return Files.writeString(directory.resolve("rule.yaml"), yaml).toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }

    private record Result(int exitCode, String out, String err) {}

    private static Result tulle(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var realOut = System.out;
        var realErr = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            var commandLine = CommandLines.configured(new CommandLine(new TulleCommand()))
                    .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                    .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
            var exitCode = commandLine.execute(arguments);
            return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
        }
    }
}
