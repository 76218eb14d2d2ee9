package dev.tulle.mesh.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.translate.MissingPods;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnalysisTest {
    private static final String INJECTED = """
            apiVersion: v1
            kind: Namespace
            metadata:
              name: shop
              labels: {istio-injection: enabled}
            ---
            """;

    @Test
    void aPodFromBeforeTheLabelIsNamed() {
        var problems = analyze(INJECTED + pod("old", "", "{name: app, image: a}") + "---\n"
                + pod("new", "", "{name: app, image: a}, {name: istio-proxy, image: proxy}"));

        assertThat(problems).containsExactly("WARNING IST0103 Pod shop/old ");
    }

    @Test
    void aPodThatWantsNoneOrHasEndedIsNotMissed() {
        assertThat(analyze(INJECTED
                        + pod("opted-out", "labels: {sidecar.istio.io/inject: \"false\"}", "{name: app, image: a}")
                        + "---\n" + pod("job", "", "{name: app, image: a}") + "status: {phase: Succeeded}\n"))
                .isEmpty();
    }

    @Test
    void aLocalPodHasItsProxyByItsAnnotation() {
        assertThat(analyze(INJECTED
                        + pod(
                                "local",
                                "annotations: {tulle.dev/application-address: 127.0.2.10}",
                                "{name: app, image: a}")))
                .isEmpty();
    }

    @Test
    void aNamespaceInUseWithoutALabelIsNotedOnce() {
        var namespace = INJECTED.replace("labels: {istio-injection: enabled}", "labels: {a: b}");

        assertThat(analyze(namespace + pod("one", "", "{name: app, image: a}") + "---\n"
                        + pod("two", "", "{name: app, image: a}")))
                .containsExactly("NOTE IST0102 Namespace shop ");
        assertThat(analyze(namespace.replace("shop", "kube-system"))).isEmpty();
        assertThat(analyze(namespace)).isEmpty();
    }

    @Test
    void twoInjectionLabelsAreOneTooMany() {
        assertThat(analyze(INJECTED.replace("enabled}", "enabled, istio.io/rev: canary}")))
                .containsExactly("WARNING IST0123 Namespace shop metadata.labels");
    }

    @Test
    void aProxyOfAnotherImageThanTheSettingsSayIsNamed() {
        var settings = """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio-sidecar-injector, namespace: istio-system}
                data: {config: "proxyImage: tulle/proxy:2"}
                ---
                """;

        assertThat(analyze(settings + pod("old", "", "{name: istio-proxy, image: \"tulle/proxy:1\"}")))
                .containsExactly("WARNING IST0105 Pod shop/old ");
        assertThat(analyze(settings + pod("new", "", "{name: istio-proxy, image: \"tulle/proxy:2\"}")))
                .isEmpty();
        assertThat(analyze(settings
                        + pod(
                                "own",
                                "annotations: {sidecar.istio.io/proxyImage: \"mine:1\"}",
                                "{name: istio-proxy, image: \"mine:1\"}")))
                .isEmpty();
    }

    @Test
    void aTcpProbeOfACapturedPortProvesNothing() {
        var deployment = """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop}
                spec:
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata:
                      labels: {app: web}
                      annotations: {some: thing}
                    spec:
                      containers:
                      - name: app
                        image: a
                        ports: [{name: db, containerPort: 5432}]
                        readinessProbe: {tcpSocket: {port: db}}
                        livenessProbe: {httpGet: {path: /, port: 80}}
                """;

        assertThat(analyze(INJECTED + deployment))
                .containsExactly("WARNING TUL0101 Deployment shop/web"
                        + " spec.template.spec.containers[0].readinessProbe.tcpSocket.port");
        assertThat(analyze(deployment)).isEmpty();
        assertThat(analyze(INJECTED
                        + deployment.replace(
                                "some: thing", "traffic.sidecar.istio.io/excludeInboundPorts: \"80, 5432\"")))
                .isEmpty();
    }

    @Test
    void aPodOfTheHostsNetworkIsNotedAndNotMissed() {
        var host = pod("agent", "", "{name: app, image: a}") + "  hostNetwork: true\n";

        assertThat(analyze(INJECTED + host)).containsExactly("NOTE TUL0102 Pod shop/agent spec.hostNetwork");
        assertThat(analyze(host)).isEmpty();
    }

    @Test
    void aServiceAccountThatIsNotThereIsNamedWhereAccountsAreKnown() {
        var pod = pod("web", "", "{name: app, image: a}") + "  serviceAccountName: web\n";
        var account = """
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: %s, namespace: shop}
                """;

        assertThat(analyze(pod + account.formatted("other")))
                .containsExactly("WARNING TUL0103 Pod shop/web spec.serviceAccountName");
        assertThat(analyze(pod + account.formatted("web"))).isEmpty();
        assertThat(analyze(pod)).isEmpty();
    }

    @Test
    void aPortWithoutAProtocolHasIstiosId() {
        assertThat(analyze("""
                        apiVersion: v1
                        kind: Service
                        metadata: {name: web, namespace: shop}
                        spec: {selector: {app: web}, ports: [{name: web, port: 80}]}
                        """)).containsExactly("NOTE IST0118 Service shop/web spec.ports[0].name");
    }

    @Test
    void theWalkthroughsManifestsAreClean() throws Exception {
        var text = new StringBuilder();
        try (var files = Files.list(Path.of("../k8s/apps"))) {
            for (var file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                text.append(Files.readString(file)).append("\n---\n");
            }
        }

        assertThat(analyze(text.toString(), MissingPods.MADE_UP))
                .filteredOn(line -> !line.startsWith("NOTE"))
                .isEmpty();
    }

    private static String pod(String name, String metadata, String containers) {
        return """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: %s
                  namespace: shop
                  %s
                spec:
                  containers: [%s]
                """.formatted(name, metadata, containers);
    }

    /** Severity, id, object and path of each. */
    private static List<String> analyze(String yaml) {
        return analyze(yaml, MissingPods.ABSENT);
    }

    private static List<String> analyze(String yaml, MissingPods missing) {
        var parsed = ConfigParser.parse("test.yaml", yaml.getBytes(StandardCharsets.UTF_8));
        assertThat(parsed.problems()).isEmpty();
        var lines = new ArrayList<String>();
        for (var problem : Analysis.of(ConfigSnapshot.of(parsed.objects()), "cluster.local", missing)) {
            lines.add(problem.severity() + " " + problem.code() + " "
                    + problem.object().map(Object::toString).orElse("") + " " + problem.path());
        }
        return lines;
    }
}
