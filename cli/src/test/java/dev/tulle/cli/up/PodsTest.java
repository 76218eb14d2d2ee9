package dev.tulle.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.tulle.cli.manifests.Deployments;
import dev.tulle.cli.manifests.WorkloadSpec;
import dev.tulle.cli.process.ProcessIdentity;
import dev.tulle.cli.process.ProcessRecords;
import dev.tulle.cli.process.ProcessSpec;
import dev.tulle.cli.process.ProcessStarter;
import dev.tulle.cli.process.ProcessStop;
import dev.tulle.cli.process.RecordedProcess;
import dev.tulle.cli.state.StateDirectory;
import dev.tulle.mesh.config.ConfigParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: a shell script stands in for the applications and for Envoy, whose readiness this test answers. */
class PodsTest {
    /** Far from the pods of a mesh that may run on this machine. */
    private static final int FIRST_NUMBER = 210;

    private static final int SERVERS = 6;

    private final StateDirectory state;
    private final Path home;
    private final Loop loop = new Loop();
    private final List<HttpServer> envoyAdmins = new ArrayList<>();
    private final AtomicInteger envoyStatus = new AtomicInteger(200);
    private final List<String> restarts = new CopyOnWriteArrayList<>();
    private final Pods pods;

    PodsTest(@TempDir Path directory) throws Exception {
        state = new StateDirectory(directory.resolve(".tulle"));
        home = directory;
        var envoy = script(directory.resolve("envoy"));
        script(directory.resolve("service-c/target/stand-in-runner"));
        var installation = new Installation(home, Path.of("/bin/false"), Installation.Flavour.NATIVE, directory);
        var supervision = new Supervision(loop, new ProcessStarter(state), new HealthChecks());
        var processes = new PodProcesses(
                supervision,
                state,
                new Programs(installation, Optional.empty(), "mvn"),
                new Proxies(envoy, state, ServiceAccountTokens.create(state, Clock.systemUTC()), "cluster.local"));
        pods = new Pods(
                processes,
                Clock.systemUTC(),
                new Pods.Listener() {
                    @Override
                    public void changed() {}

                    @Override
                    public void restarting(PodIdentity pod, ProcessSpec process, String reason, int crashes) {
                        restarts.add(process.name() + " " + reason + " " + crashes);
                    }
                },
                FIRST_NUMBER);
    }

    @BeforeEach
    void answerForEnvoy() throws IOException {
        for (var number = FIRST_NUMBER; number < FIRST_NUMBER + SERVERS; number++) {
            var address = InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) number});
            var server = HttpServer.create(new InetSocketAddress(address, Proxies.ADMIN_PORT), 0);
            server.createContext("/ready", exchange -> {
                exchange.sendResponseHeaders(envoyStatus.get(), -1);
                exchange.close();
            });
            server.start();
            envoyAdmins.add(server);
        }
        onLoop(pods::startEnvoys);
    }

    @AfterEach
    void stopAll() throws Exception {
        var stopped = new CompletableFuture<Void>();
        onLoop(() -> loop.when(pods.stop(), stopped::complete));
        stopped.get(30, TimeUnit.SECONDS);
        envoyAdmins.forEach(server -> server.stop(0));
        assertThat(new ProcessStop(new ProcessRecords(state)).stopAll(Duration.ofSeconds(5)))
                .isEmpty();
        assertThat(loop.failure()).isNotDone();
    }

    @Test
    void everyReplicaHasAnEnvoyAnApplicationAndADocumentThatFollowsReadiness() {
        envoyStatus.set(503);
        onLoop(() -> pods.desire(workload(2, "one")));

        patiently().untilAsserted(() -> assertThat(processes()).hasSize(4));
        patiently()
                .untilAsserted(() -> assertThat(documents()).hasSize(2).allMatch(text -> text.contains("\"False\"")));

        envoyStatus.set(200);
        patiently().untilAsserted(() -> assertThat(documents()).hasSize(2).allMatch(text -> text.contains("\"True\"")));
        assertThat(documents())
                .anyMatch(text -> text.contains("127.0.1.210") && text.contains("127.0.2.210"))
                .anyMatch(text -> text.contains("127.0.1.211") && text.contains("127.0.2.211"));
    }

    @Test
    void aKilledApplicationIsStartedAgainInTheSamePod() throws IOException {
        onLoop(() -> pods.desire(workload(1, "one")));
        patiently().until(() -> allReady(1));
        var killed = application();

        assertThat(ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly())
                .isTrue();

        patiently().untilAsserted(() -> assertThat(application()).isNotEqualTo(killed));
        patiently().until(() -> allReady(1));
        assertThat(restarts).singleElement().asString().contains("main", "ended with exit code 137", "1");
    }

    @Test
    void aKilledEnvoyTakesTheEndpointOutUntilItIsBack() throws IOException {
        onLoop(() -> pods.desire(workload(1, "one")));
        patiently().until(() -> allReady(1));

        envoyStatus.set(503);
        assertThat(ProcessHandle.of(envoy().pid()).orElseThrow().destroyForcibly())
                .isTrue();
        patiently().untilAsserted(() -> assertThat(documents()).allMatch(text -> text.contains("\"False\"")));

        envoyStatus.set(200);
        patiently().until(() -> allReady(1));
    }

    @Test
    void aChangedTemplateIsRolledOutNewBeforeOld() throws IOException {
        onLoop(() -> pods.desire(workload(1, "one")));
        patiently().until(() -> allReady(1));
        var old = application();

        envoyStatus.set(503);
        onLoop(() -> pods.desire(workload(1, "two")));
        patiently().untilAsserted(() -> assertThat(documents()).hasSize(2));
        assertThat(old.isAlive()).isTrue();

        envoyStatus.set(200);
        patiently().until(() -> !old.isAlive());
        patiently().until(() -> allReady(1));
        assertThat(environmentOf(application())).contains("VERSION=two");
    }

    @Test
    void fewerReplicasAndNoneLeaveNothingBehind() {
        onLoop(() -> pods.desire(workload(3, "one")));
        patiently().until(() -> allReady(3));

        onLoop(() -> pods.desire(workload(1, "one")));
        patiently().untilAsserted(() -> {
            assertThat(processes()).hasSize(2);
            assertThat(documents()).singleElement().asString().contains("127.0.1.210");
        });

        onLoop(() -> pods.desire(List.of()));
        patiently().untilAsserted(() -> {
            assertThat(processes()).isEmpty();
            assertThat(documents()).isEmpty();
        });
    }

    private static List<WorkloadSpec> workload(int replicas, String version) {
        var yaml = """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: six, namespace: elsewhere}
                spec:
                  replicas: %d
                  template:
                    metadata: {labels: {app: six}}
                    spec:
                      containers:
                      - name: main
                        image: tulle/service-c
                        env: [{name: VERSION, value: %s}]
                """.formatted(replicas, version);
        return Deployments.read(ConfigParser.parse("six.yaml", yaml.getBytes(StandardCharsets.UTF_8))
                        .objects())
                .workloads();
    }

    private boolean allReady(int replicas) {
        var documents = documents();
        return documents.size() == replicas && documents.stream().allMatch(text -> text.contains("\"True\""));
    }

    private List<String> documents() {
        var texts = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(state.pods(), "[!.]*")) {
            for (var file : files) {
                texts.add(Files.readString(file));
            }
        } catch (IOException e) {
            return List.of();
        }
        return texts;
    }

    private List<RecordedProcess> processes() throws IOException {
        return new ProcessRecords(state).living();
    }

    private ProcessIdentity application() throws IOException {
        return process(".main");
    }

    private ProcessIdentity envoy() throws IOException {
        return process(".envoy");
    }

    private ProcessIdentity process(String suffix) throws IOException {
        return processes().stream()
                .filter(process -> process.name().endsWith(suffix))
                .map(RecordedProcess::identity)
                .findFirst()
                .orElse(new ProcessIdentity(0, 0));
    }

    private static String environmentOf(ProcessIdentity process) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(process.pid()), "environ"))
                .replace('\0', '\n');
    }

    private static Path script(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\nexec sleep 1000\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private void onLoop(Runnable task) {
        var done = new CompletableFuture<Void>();
        loop.post(() -> {
            task.run();
            done.complete(null);
        });
        done.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }
}
