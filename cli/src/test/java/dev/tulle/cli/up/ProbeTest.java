package dev.tulle.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.tulle.cli.manifests.ProbeSpec;
import dev.tulle.cli.manifests.ProbeSpec.Check;
import dev.tulle.cli.up.Probe.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProbeTest {
    private static final String ADDRESS = "127.0.0.1";
    private static final Duration PERIOD = Duration.ofMillis(20);

    private final Loop loop = new Loop();
    private final AtomicInteger status = new AtomicInteger(503);
    private final List<Verdict> verdicts = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    ProbeTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        server.createContext("/ready", exchange -> {
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void itSaysWhenTheAnswerTurnsAndOnlyThen() {
        var probe = probe(http(), 2);
        status.set(200);
        loop.post(probe::start);

        await().untilAsserted(() -> assertThat(verdicts).containsExactly(Verdict.PASSED));
        status.set(500);
        await().untilAsserted(() -> assertThat(verdicts).containsExactly(Verdict.PASSED, Verdict.FAILED));
        status.set(399);
        await().untilAsserted(
                        () -> assertThat(verdicts).containsExactly(Verdict.PASSED, Verdict.FAILED, Verdict.PASSED));
        loop.post(probe::cancel);
    }

    @Test
    void aProbeThatNeverPassesFailsWhenItsTimeIsOver() {
        var probe = probe(http(), 3);
        loop.post(probe::start);

        await().untilAsserted(() -> assertThat(verdicts).containsExactly(Verdict.FAILED));
        loop.post(probe::cancel);
    }

    @Test
    void aTcpProbePassesWhereSomebodyListens() throws IOException {
        try (var listening = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            var probe = probe(new Check.TcpConnect(listening.getLocalPort()), 3);
            loop.post(probe::start);

            await().untilAsserted(() -> assertThat(verdicts).contains(Verdict.PASSED));
            loop.post(probe::cancel);
        }
    }

    private Check http() {
        return new Check.HttpGet(server.getAddress().getPort(), "/ready");
    }

    private Probe probe(Check check, int failures) {
        var timing = new ProbeSpec.Timing(PERIOD, Duration.ofSeconds(1));
        return new Probe(
                loop,
                new HealthChecks(),
                new ProbeSpec(check, Duration.ZERO, timing, 1, failures),
                ADDRESS,
                verdicts::add);
    }
}
