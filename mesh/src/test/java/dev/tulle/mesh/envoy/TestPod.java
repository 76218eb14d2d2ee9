package dev.tulle.mesh.envoy;

import dev.tulle.mesh.injection.capture.CaptureRules;
import dev.tulle.mesh.injection.capture.CaptureSpec;
import dev.tulle.mesh.injection.capture.Cidr;
import dev.tulle.mesh.model.Fraction;
import dev.tulle.mesh.model.Workload;
import dev.tulle.mesh.xds.Bootstrap;
import dev.tulle.mesh.xds.Bootstrap.ControlPlane;
import dev.tulle.mesh.xds.Bootstrap.HostPort;
import dev.tulle.mesh.xds.Bootstrap.Kind;
import dev.tulle.mesh.xds.OwnPorts;
import dev.tulle.mesh.xds.ResourceSet;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A pod in a network namespace of its own: an application, and beside it a real Envoy unless it is outside of the mesh. Close it. */
public final class TestPod implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);
    private static final String PROXY_USER = "1337";

    private final NetworkLab.Namespace namespace;
    private final List<Process> processes = new ArrayList<>();
    private final BufferedWriter orders;
    private final BufferedReader reports;
    private final Path folder;

    private TestPod(NetworkLab.Namespace namespace, Process agent, Path folder) throws IOException {
        this.namespace = namespace;
        this.folder = folder;
        this.processes.add(agent);
        this.orders = agent.outputWriter(StandardCharsets.UTF_8);
        this.reports = agent.inputReader(StandardCharsets.UTF_8);
        if (!"READY".equals(reports.readLine())) {
            throw new AssertionError(
                    "the application did not start: " + Files.readString(folder.resolve("application")));
        }
    }

    /** A pod without a proxy. {@code ports} are {@code http:8080} and {@code greet:7000}. */
    public static TestPod start(NetworkLab lab, String address, String name, List<String> ports) {
        try {
            var namespace = lab.pod(address);
            var command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    PodAgent.class.getName(),
                    name));
            command.addAll(ports);
            var folder = Files.createTempDirectory("tulle-pod");
            var agent = new ProcessBuilder(namespace.command(command))
                    .redirectError(folder.resolve("application").toFile())
                    .start();
            return new TestPod(namespace, agent, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Redirects its connections and starts its proxy; waits until that is ready. */
    public TestPod inject(Workload workload, ResourceSet resources, TestSecrets secrets) {
        try {
            namespace.redirect(CaptureRules.iptables(CaptureSpec.ALL, Cidr.Family.IPV4));
            var node = new Bootstrap.Node(
                    Kind.SIDECAR,
                    workload.address(),
                    workload.key().name(),
                    workload.serviceAccount(),
                    workload.telemetry());
            var bootstrap = new Bootstrap(
                    node,
                    new ControlPlane.Plaintext(new HostPort("127.0.0.1", 1)),
                    Optional.empty(),
                    Fraction.ALL,
                    new OwnPorts.InPod(List.of(new OwnPorts.ProbeRoute(
                            Bootstrap.PROBE_PORT,
                            "/app-health/app/livez",
                            8080,
                            "/live",
                            OwnPorts.ProbeProtocol.HTTP))));
            var config = TestEnvoy.write(folder, bootstrap, resources, secrets);
            var envoy = new ProcessBuilder(asProxy(List.of(
                            EnvoyBinary.find().toString(),
                            "-c",
                            config.toString(),
                            "--use-dynamic-base-id",
                            "--drain-strategy",
                            "immediate",
                            "--file-flush-interval-msec",
                            "20",
                            "--concurrency",
                            "1",
                            "-l",
                            "warning")))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile());
            envoy.environment().putAll(bootstrap.environment(workload.identity()));
            processes.add(envoy.start());
            waitUntilReady();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a command in the proxy's container. */
    public Process exec(List<String> command) {
        try {
            var process = new ProcessBuilder(asProxy(command))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("exec").toFile())
                    .start();
            processes.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the application as kubelet does. */
    public void endApplication() {
        processes.getFirst().destroy();
    }

    /** As another user it may read what root may: the binary and its config may be in root's own folders. */
    private List<String> asProxy(List<String> command) {
        var line = new ArrayList<>(List.of("setpriv", "--reuid", PROXY_USER, "--regid", PROXY_USER, "--clear-groups"));
        line.addAll(List.of("--inh-caps", "+dac_read_search", "--ambient-caps", "+dac_read_search"));
        line.addAll(command);
        return namespace.command(line);
    }

    /** What an HTTP server answers, head and body. */
    public String get(String address, int port, String host) {
        return get(address, port, host, "/");
    }

    /** What an HTTP server answers, head and body. */
    public String get(String address, int port, String host, String path) {
        return send(address, port, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    /** What comes back for these bytes until the peer ends. */
    public String send(String address, int port, String text) {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return order("SEND " + address + " " + port + " " + Base64.getEncoder().encodeToString(bytes));
    }

    /** The head of an HTTP answer, over a connection that the client would keep. */
    public String ask(String address, int port, String host) {
        var bytes = ("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        return order("ASK " + address + " " + port + " " + Base64.getEncoder().encodeToString(bytes));
    }

    /** The first line that a server says by itself. */
    public String hear(String address, int port) {
        return order("HEAR " + address + " " + port);
    }

    /** The text of an admin page of its proxy. */
    public String admin(String path) {
        return get("127.0.0.1", Bootstrap.ADMIN_PORT, "admin", path);
    }

    /** A counter's or gauge's value; 0 when it does not exist. */
    public long stat(String name) {
        return admin("/stats?usedonly")
                .lines()
                .filter(line -> line.startsWith(name + ": "))
                .mapToLong(
                        line -> Long.parseLong(line.substring(name.length() + 2).strip()))
                .findFirst()
                .orElse(0);
    }

    /** Everything its proxy has printed. */
    public String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (var process : processes.reversed()) {
            process.destroy();
            try {
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        try {
            TestEnvoy.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized String order(String line) {
        try {
            orders.write(line + "\n");
            orders.flush();
            var report = Optional.ofNullable(reports.readLine()).orElse("the application ended");
            return report.startsWith("OK ")
                    ? new String(Base64.getDecoder().decode(report.substring(3)), StandardCharsets.ISO_8859_1)
                    : report;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void waitUntilReady() {
        var deadline = System.nanoTime() + START.toNanos();
        while (!get("127.0.0.1", Bootstrap.HEALTH_PORT, "health", "/healthz/ready")
                .contains("LIVE")) {
            if (!processes.getLast().isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError("Envoy is not ready:\n" + log());
            }
        }
    }
}
