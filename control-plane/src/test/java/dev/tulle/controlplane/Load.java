package dev.tulle.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Requests through a sidecar, one after the other in each of four threads, until it is closed; some with a new connection. */
final class Load implements AutoCloseable {
    private static final int THREADS = 4;

    private final String sidecar;
    private final String url;
    private final AtomicBoolean counts = new AtomicBoolean();
    private final AtomicBoolean ends = new AtomicBoolean();
    private final AtomicLong answered = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    Load(String sidecar, String url) {
        this.sidecar = sidecar;
        this.url = url;
        for (var i = 0; i < THREADS; i++) {
            threads.execute(this::run);
        }
    }

    private void run() {
        try (var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(ProxySelector.of(new InetSocketAddress(InetAddress.ofLiteral(sidecar), 15007)))
                .build()) {
            var request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            while (!ends.get()) {
                send(client, request);
                // Less than what the processors can do: what is tested is not how Envoy behaves when it is starved.
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        }
    }

    private void send(HttpClient client, HttpRequest request) {
        var counted = counts.get();
        try {
            var answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                answered.incrementAndGet();
            } else if (counted) {
                failures.add(answer.statusCode() + " " + answer.body());
            }
        } catch (IOException e) {
            if (counted) {
                failures.add(e.toString());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** From the first answer on failures count. */
    void awaitSuccess() {
        awaitMore(20);
        counts.set(true);
    }

    /** Waits for so many further answers. */
    void awaitMore(int more) {
        var goal = answered.get() + more;
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (answered.get() < goal) {
            assertThat(System.nanoTime()).as("answers " + failures()).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    /** What was answered otherwise than with 200. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** The number of good answers. */
    long answered() {
        return answered.get();
    }

    @Override
    public void close() {
        ends.set(true);
        threads.shutdown();
    }
}
