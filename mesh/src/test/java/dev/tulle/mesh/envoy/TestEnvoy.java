package dev.tulle.mesh.envoy;

import dev.tulle.mesh.model.Workload;
import dev.tulle.mesh.xds.Bootstrap;
import dev.tulle.mesh.xds.Bootstrap.ControlPlane;
import dev.tulle.mesh.xds.Bootstrap.HostPort;
import dev.tulle.mesh.xds.Bootstrap.Kind;
import dev.tulle.mesh.xds.ResourceSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One real Envoy with the config of one proxy. Its own ports open on the workload's address. Close it. */
public final class TestEnvoy implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);

    private final Process process;
    private final Path folder;
    private final String address;
    private final HttpClient client = HttpClient.newHttpClient();

    private TestEnvoy(Process process, Path folder, String address) {
        this.process = process;
        this.folder = folder;
        this.address = address;
    }

    /** Starts it with secrets and waits until it is ready. */
    public static TestEnvoy start(Workload workload, ResourceSet resources, TestSecrets secrets) {
        return start(workload, resources, secrets, Optional.empty());
    }

    /** Starts it with secrets and a Zipkin, and waits until it is ready. */
    public static TestEnvoy start(
            Workload workload, ResourceSet resources, TestSecrets secrets, Optional<HostPort> zipkin) {
        try {
            var folder = Files.createTempDirectory("tulle-envoy");
            var bootstrap = bootstrap(workload, zipkin);
            var config = write(folder, bootstrap, resources, secrets);
            var builder = new ProcessBuilder(
                            EnvoyBinary.find().toString(),
                            "-c",
                            config.toString(),
                            "--use-dynamic-base-id",
                            "--file-flush-interval-msec",
                            "20",
                            "--concurrency",
                            "1",
                            "-l",
                            "warning")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile());
            builder.environment().putAll(bootstrap.environment(workload.identity()));
            var envoy = new TestEnvoy(builder.start(), folder, workload.address());
            envoy.waitUntilReady();
            return envoy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Envoy says to the config without running it; empty: it is fine. */
    public static String validate(Workload workload, ResourceSet resources, TestSecrets secrets) {
        try {
            var folder = Files.createTempDirectory("tulle-envoy");
            var said = validate(write(folder, bootstrap(workload, Optional.empty()), resources, secrets));
            delete(folder);
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Envoy says to a config file without running it; empty: it is fine. */
    public static String validate(Path config) {
        try {
            var process = new ProcessBuilder(
                            EnvoyBinary.find().toString(),
                            "--mode",
                            "validate",
                            "-c",
                            config.toString(),
                            "-l",
                            "error",
                            "--use-dynamic-base-id")
                    .redirectErrorStream(true)
                    .start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? "" : output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The text of an admin page: {@code /stats?filter=...}. */
    public String admin(String path) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://" + address + ":" + Bootstrap.ADMIN_PORT + path))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return client.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A counter's or gauge's value; 0 when it does not exist. */
    public long stat(String name) {
        return admin("/stats?usedonly")
                .lines()
                .filter(line -> line.startsWith(name + ": "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 2)))
                .findFirst()
                .orElse(0);
    }

    /** Waits until a condition holds, at most 10 s. */
    public static void waitFor(BooleanSupplier condition) {
        var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the condition does not hold after 10 s");
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    /** Everything it has printed: access log and warnings. */
    public String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            delete(folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            client.close();
        }
    }

    private void waitUntilReady() {
        var deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new AssertionError("Envoy ended at start:\n" + log());
            }
            try {
                if (admin("/ready").startsWith("LIVE")) {
                    return;
                }
            } catch (UncheckedIOException notYet) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
        throw new AssertionError("Envoy did not become ready:\n" + log());
    }

    private static Bootstrap bootstrap(Workload workload, Optional<HostPort> zipkin) {
        var node = new Bootstrap.Node(
                Kind.SIDECAR,
                workload.address(),
                workload.key().name(),
                workload.serviceAccount(),
                workload.telemetry());
        return new Bootstrap(node, new ControlPlane.Plaintext(new HostPort("127.0.0.1", 1)), zipkin);
    }

    /** The real bootstrap without its dynamic part, with the resources in its static part. */
    static Path write(Path folder, Bootstrap bootstrap, ResourceSet resources, TestSecrets secrets) throws IOException {
        var inline = new StaticConfig(resources);
        var json = bootstrap.json();
        var dynamicFrom = json.indexOf("\"dynamic_resources\"");
        var staticFrom = json.indexOf("\"static_resources\"");
        json = json.substring(0, dynamicFrom) + json.substring(staticFrom);
        json = json.replace("\"clusters\": [", "\"clusters\": [\n" + withComma(inline.clusters()));
        json = json.replace("\"listeners\": [", "\"listeners\": [\n" + withComma(inline.listeners()));
        json = json.replace(
                "\"static_resources\": {",
                "\"static_resources\": {\n\"secrets\": [" + withComma(inline.secrets()) + secrets.json() + "],");
        var file = folder.resolve("envoy.json");
        Files.writeString(file, json);
        return file;
    }

    private static String withComma(String items) {
        return items.isEmpty() ? "" : items + ",\n";
    }

    static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
