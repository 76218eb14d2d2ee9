package dev.tulle.controlplane;

import dev.tulle.mesh.model.SpiffeId;
import dev.tulle.mesh.xds.Bootstrap;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One Envoy process on a bootstrap of ours. A missing Envoy fails the test. */
public final class RealEnvoy implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final String address;
    private final HttpClient client = HttpClient.newHttpClient();

    /** Starts it; its files lie in that directory. */
    public RealEnvoy(Bootstrap bootstrap, SpiffeId identity, Path directory) throws IOException {
        Files.createDirectories(directory);
        var file = directory.resolve("bootstrap.json");
        Files.writeString(file, bootstrap.json());
        log = directory.resolve("log");
        address = bootstrap.node().address();
        var builder = new ProcessBuilder(
                        find().toString(),
                        "-c",
                        file.toString(),
                        "--concurrency",
                        "1",
                        "--disable-hot-restart",
                        // As in a pod: each answer asks its client to come anew, and there is time for all to do so.
                        "--drain-strategy",
                        "immediate",
                        "--drain-time-s",
                        "15",
                        "--log-level",
                        "warning")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(bootstrap.environment(identity));
        process = builder.start();
    }

    private static Path find() {
        var named = Optional.ofNullable(System.getenv("ENVOY")).map(Path::of);
        for (var folder = Path.of("").toAbsolutePath();
                named.isEmpty() && folder != null;
                folder = folder.getParent()) {
            named = Optional.of(folder.resolve(".tools/envoy")).filter(Files::isExecutable);
        }
        return named.filter(Files::isExecutable)
                .orElseThrow(() -> new IllegalStateException(
                        "no Envoy: set ENVOY=<path>, or run `make tools` in the repository; found "
                                + System.getenv("ENVOY")));
    }

    /** Its process. */
    public long pid() {
        return process.pid();
    }

    /** Whether it still runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** A page of the admin interface, empty while Envoy does not listen yet. */
    public String admin(String path) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://" + address + ":" + Bootstrap.ADMIN_PORT + path))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return client.send(request, BodyHandlers.ofString()).body();
        } catch (IOException notYet) {
            return "";
        }
    }

    /** Waits until it has its first configuration. */
    public void awaitReady() throws InterruptedException, IOException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!admin("/ready").startsWith("LIVE")) {
            if (!alive() || System.nanoTime() > deadline) {
                throw new AssertionError("Envoy is not ready: " + log());
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** Everything it has printed. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
