package dev.tulle.cli.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.manifests.ContainerSpec.EnvironmentVariable;
import dev.tulle.cli.manifests.ContainerSpec.Value;
import dev.tulle.cli.manifests.WorkloadSpec.Published;
import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeploymentsTest {
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: sixth, namespace: elsewhere}
            spec:
              replicas: 2
              template:
                metadata:
                  labels: {app: sixth}
                  annotations: {tulle.dev/edge-app-port: "8080"}
                spec:
                  serviceAccountName: six
                  terminationGracePeriodSeconds: 7
                  containers:
                  - name: main
                    image: tulle/service-c:1
                    env:
                    - {name: PLAIN, value: text}
                    - {name: ADDRESS, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                    - {name: APP, valueFrom: {fieldRef: {fieldPath: "metadata.labels['app']"}}}
                    ports:
                    - {name: web, containerPort: 9191}
                    readinessProbe:
                      httpGet: {port: web, path: /ready}
                      initialDelaySeconds: 1
                      periodSeconds: 2
                      failureThreshold: 4
                    livenessProbe:
                      tcpSocket: {port: 9191}
            """;

    @Test
    void everythingAKubeletWouldHonourIsRead() {
        var desired = read(DEPLOYMENT);

        assertThat(desired.problems()).isEmpty();
        var workload = desired.workloads().getFirst();
        assertThat(workload.id()).isEqualTo("sixth.elsewhere");
        assertThat(workload.replicas()).isEqualTo(2);
        var template = workload.template();
        assertThat(template.serviceAccount()).isEqualTo("six");
        assertThat(template.grace()).isEqualTo(Duration.ofSeconds(7));
        assertThat(template.published()).isEqualTo(Published.NO);
        assertThat(template.isEdge()).isTrue();
        var container = template.containers().getFirst();
        assertThat(container.environment())
                .containsExactly(
                        new EnvironmentVariable("PLAIN", new Value.Literal("text")),
                        new EnvironmentVariable("ADDRESS", new Value.PodAddress()),
                        new EnvironmentVariable("APP", new Value.Label("app")));
        assertThat(container.probes().startup()).isEmpty();
        assertThat(container.probes().readiness())
                .contains(new ProbeSpec(
                        new ProbeSpec.Check.HttpGet(9191, "/ready"),
                        Duration.ofSeconds(1),
                        new ProbeSpec.Timing(Duration.ofSeconds(2), Duration.ofSeconds(1)),
                        1,
                        4));
        assertThat(container.probes().liveness().orElseThrow().check()).isEqualTo(new ProbeSpec.Check.TcpConnect(9191));
    }

    @Test
    void aLoadBalancerPublishesThePodsThatItSelects() {
        var service = """
                apiVersion: v1
                kind: Service
                metadata: {name: six, namespace: elsewhere}
                spec: {type: LoadBalancer, selector: {app: sixth}}
                ---
                """;

        assertThat(read(service + DEPLOYMENT).workloads().getFirst().template().published())
                .isEqualTo(Published.YES);
    }

    @Test
    void anExecProbeIsRefusedWithItsPlace() {
        assertRefused(
                DEPLOYMENT.replace("tcpSocket: {port: 9191}", "exec: {command: [true]}"),
                "spec.template.spec.containers[0].livenessProbe",
                "exec");
    }

    @Test
    void aCommandIsRefused() {
        assertRefused(
                DEPLOYMENT.replace("    env:", "    command: [sh]\n        env:"),
                "spec.template.spec.containers[0].command",
                "not supported");
    }

    @Test
    void aVariableFromASecretIsRefused() {
        assertRefused(
                DEPLOYMENT.replace("{fieldRef: {fieldPath: status.podIP}}", "{secretKeyRef: {name: n, key: k}}"),
                "spec.template.spec.containers[0].env[1].valueFrom",
                "only fieldRef");
    }

    @Test
    void aNumberWhereKubernetesWantsAStringIsRefused() {
        assertRefused(
                DEPLOYMENT.replace("value: text", "value: 12"),
                "spec.template.spec.containers[0].env[0].value",
                "a string, not the number 12");
    }

    @Test
    void aProbeOfAPortThatHasNoSuchNameIsRefused() {
        assertRefused(
                DEPLOYMENT.replace("port: web", "port: wbe"),
                "spec.template.spec.containers[0].readinessProbe.httpGet.port",
                "wbe");
    }

    @Test
    void equalTemplatesHaveEqualHashes() {
        var one = read(DEPLOYMENT).workloads().getFirst().template();
        var same = read(DEPLOYMENT.replace("replicas: 2", "replicas: 3"))
                .workloads()
                .getFirst()
                .template();
        var other = read(DEPLOYMENT.replace("service-c:1", "service-c:2"))
                .workloads()
                .getFirst()
                .template();

        assertThat(same.hash()).isEqualTo(one.hash()).matches("[0-9a-f]{8}");
        assertThat(other.hash()).isNotEqualTo(one.hash());
    }

    private static void assertRefused(String yaml, String path, String words) {
        var desired = read(yaml);
        assertThat(desired.workloads()).isEmpty();
        assertThat(desired.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Problem.Severity.ERROR);
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).contains(words);
            assertThat(problem.origin().toString()).startsWith("sixth.yaml:");
        });
    }

    private static Deployments.Desired read(String yaml) {
        var parsed = ConfigParser.parse("sixth.yaml", yaml.getBytes(StandardCharsets.UTF_8));
        assertThat(parsed.problems()).isEmpty();
        return Deployments.read(parsed.objects());
    }
}
