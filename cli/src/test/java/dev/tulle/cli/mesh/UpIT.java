package dev.tulle.cli.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How `tulle up` ends when something is missing, in the way or killed; real programs, on the mesh's fixed ports. */
final class UpIT {
    private static final List<Integer> FIXED_PORTS = List.of(8080, 9090, 9411, 15012, 15014, 20001);

    private final Path repository = Tulle.repository();
    private final Path directory;
    private final Tulle tulle;

    UpIT(@TempDir Path directory) {
        this.directory = directory;
        this.tulle = new Tulle(repository, directory.resolve(".tulle"));
    }

    @AfterEach
    void down() {
        tulle.run("down");
    }

    /** Each step by the first file that shows it; the last is when the mesh has answered. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "supervisor.json",
                "processes/control-plane.json",
                "processes/servicec.*.json",
                "ca/root-cert.pem",
                "processes/serviceb.*.envoy.json",
                "processes/zipkin.json"
            })
    void downLeavesNothingBehindWhereverTheSupervisorWasKilled(String step) throws Exception {
        var supervisor = start(Map.of());
        try {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> exists(step) || !supervisor.isAlive());
            assertThat(supervisor.isAlive()).as(output()).isTrue();
        } finally {
            supervisor.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }

        var down = tulle.run("down");

        assertThat(down.exitCode()).as(down.output()).isZero();
        assertThat(marked()).isEmpty();
        assertPortsAreFree();
        try (var left = Files.list(tulle.state())) {
            assertThat(left).isSubsetOf(List.of(tulle.state().resolve("logs")));
        }
    }

    @Test
    void anInterruptStopsEverythingCleanly() throws Exception {
        var supervisor = start(Map.of());
        await().atMost(Duration.ofSeconds(60)).until(() -> exists("processes/serviceb.*.envoy.json"));

        var interrupted = new ProcessBuilder("kill", "-INT", Long.toString(supervisor.pid())).start();
        assertThat(interrupted.waitFor()).isZero();

        assertThat(supervisor.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(supervisor.exitValue()).as(output()).isZero();
        assertThat(marked()).isEmpty();
        assertPortsAreFree();
    }

    @Test
    void aPortInUseIsOneClearMessageAndNothingIsStarted() throws IOException {
        try (var taken = new ServerSocket(9411, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            var up = tulle.run("up", "--detach");

            assertThat(up.exitCode()).isEqualTo(1);
            assertThat(up.output())
                    .contains("port 127.0.0.1:" + taken.getLocalPort() + " (Zipkin) is in use by pid "
                            + ProcessHandle.current().pid());
            assertThat(marked()).isEmpty();
        }
    }

    @Test
    void anEnvoyThatIsTooOldIsOneClearMessage() throws IOException {
        var old = Files.writeString(
                directory.resolve("envoy"), "#!/bin/sh\necho 'envoy  version: 0a/1.30.1/Clean/RELEASE'\n");
        assertThat(old.toFile().setExecutable(true)).isTrue();

        var up = tulle.run(Map.of("ENVOY", old.toString()), "up", "--detach");

        assertThat(up.exitCode()).isEqualTo(1);
        assertThat(up.output()).contains(old + " is Envoy 1.30.1, too old: 1.37 or newer is needed");
    }

    @Test
    void manifestsThatAreNotThereAreOneClearMessage() {
        var up = tulle.run(
                "up", "--detach", "--manifests", directory.resolve("gone").toString());

        assertThat(up.exitCode()).isEqualTo(1);
        assertThat(up.output()).contains("gone is not a directory that can be read");
    }

    @Test
    void aWorkloadThatDoesNotStartEndsADetachedStartWithTheLogToRead() throws IOException {
        var manifests = Files.createDirectories(directory.resolve("manifests"));
        Files.writeString(manifests.resolve("broken.yaml"), """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: broken, namespace: a}
                spec:
                  selector: {matchLabels: {app: broken}}
                  template:
                    metadata: {labels: {app: broken}}
                    spec:
                      containers:
                      - name: main
                        image: tulle/service-c
                        env: [{name: QUARKUS_HTTP_PORT, value: "none"}]
                """);

        var up = tulle.run("up", "--detach", "--without", "prometheus,zipkin", "--manifests", manifests.toString());

        assertThat(up.exitCode()).as(up.output()).isEqualTo(1);
        assertThat(up.output())
                .containsPattern("a\\.broken-\\S+\\.main ended with exit code 1, 3 times; see \\S+\\.log");
        assertThat(marked()).isEmpty();
    }

    @Test
    void aBadManifestIsSaidWithItsLineAndTheOthersRun() throws IOException {
        var manifests = Files.createDirectories(directory.resolve("manifests"));
        Files.writeString(manifests.resolve("bad.yaml"), "apiVersion: v1\n  kind: Service\n");
        Files.writeString(manifests.resolve("foreign.yaml"), """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: a}
                spec:
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      containers: [{name: web, image: "nginx:1.29"}]
                """);
        Files.copy(repository.resolve("k8s/apps/serviceb.yaml"), manifests.resolve("serviceb.yaml"));

        var up = tulle.run("up", "--detach", "--without", "prometheus,zipkin", "--manifests", manifests.toString());

        assertThat(up.exitCode()).as(up.output()).isZero();
        assertThat(up.output()).contains("apps/bad.yaml:2", "apps/foreign.yaml:9", "nginx:1.29", "serviceb.serviceb");
    }

    private Process start(Map<String, String> environment) throws IOException {
        // A shell's background job ignores SIGINT, and so does all that it starts, this test too.
        var builder = new ProcessBuilder(
                        "env",
                        "--default-signal=INT",
                        repository.resolve("cli/tulle").toString(),
                        "up",
                        "--state",
                        tulle.state().toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("output"));
    }

    /** Whether there is a file of that name under the state directory; the last part may be a pattern. */
    private boolean exists(String pattern) {
        var path = tulle.state().resolve(pattern);
        try (var found = Files.newDirectoryStream(path.getParent(), String.valueOf(path.getFileName()))) {
            return found.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }

    private static void assertPortsAreFree() throws IOException {
        for (var port : FIXED_PORTS) {
            try (var socket = new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
                assertThat(socket.isBound()).isTrue();
            }
        }
    }

    /** Living processes that carry this state directory in their environment. */
    private List<Long> marked() {
        var mark = "TULLE_STATE=" + tulle.state();
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> environment(pid).contains(mark))
                .toList();
    }

    private static String environment(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
