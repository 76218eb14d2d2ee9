package dev.tulle.cli.up;

import dev.tulle.cli.manifests.ProbeSpec.Check;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks a process whether it is well, without holding up the loop. */
final class HealthChecks {
    private static final int FIRST_GOOD_STATUS = 200;
    private static final int FIRST_BAD_STATUS = 400;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();

    /** Completes, on any thread, with whether it passed; never exceptionally. */
    CompletableFuture<Boolean> check(Check check, String address, Duration timeout) {
        return switch (check) {
            case Check.HttpGet(var port, var path) -> get(URI.create("http://" + address + ":" + port + path), timeout);
            case Check.TcpConnect(var port) -> connect(new InetSocketAddress(address, port), timeout);
        };
    }

    private CompletableFuture<Boolean> get(URI uri, Duration timeout) {
        var request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("user-agent", "kube-probe/tulle")
                .build();
        return client.sendAsync(request, BodyHandlers.discarding())
                .handle((response, failure) -> failure == null
                        && response.statusCode() >= FIRST_GOOD_STATUS
                        && response.statusCode() < FIRST_BAD_STATUS);
    }

    private static CompletableFuture<Boolean> connect(InetSocketAddress address, Duration timeout) {
        var passed = new CompletableFuture<Boolean>();
        Thread.startVirtualThread(() -> {
            try (var socket = new Socket()) {
                socket.connect(address, Math.toIntExact(timeout.toMillis()));
                passed.complete(true);
            } catch (IOException e) {
                passed.complete(false);
            }
        });
        return passed;
    }
}
