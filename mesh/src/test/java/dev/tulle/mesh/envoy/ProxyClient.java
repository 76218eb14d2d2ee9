package dev.tulle.mesh.envoy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/** An application's HTTP client that uses its sidecar as HTTP proxy. Close it. */
public final class ProxyClient implements AutoCloseable {
    private final HttpClient client;

    /** The sidecar has that address; its port is 15007. */
    public ProxyClient(String sidecar) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(ProxySelector.of(new InetSocketAddress(sidecar, 15007)))
                .build();
    }

    /** One request, answered or failed within 20 s. */
    public HttpResponse<String> get(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    /** One request, answered or failed within 20 s. */
    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Many requests, at most {@code parallel} at a time. */
    public List<HttpResponse<String>> get(String url, int count, int parallel) {
        var permits = new Semaphore(parallel);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<HttpResponse<String>> task = () -> {
                permits.acquire();
                try {
                    return get(url);
                } finally {
                    permits.release();
                }
            };
            var futures = IntStream.range(0, count)
                    .mapToObj(i -> threads.submit(task))
                    .toList();
            return futures.stream()
                    .map(future -> {
                        try {
                            return future.get();
                        } catch (ExecutionException | InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .toList();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
