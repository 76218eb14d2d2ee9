package dev.tulle.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@QuarkusTest
@ExtendWith(NoBlockedLoop.class)
@QuarkusTestResource(value = Edge.class, restrictToAnnotatedClass = true)
@SuppressWarnings("NullAway.Init") // Quarkus fills the fields in
final class StreamingTest {
    private static final int MEBIBYTE = 1024 * 1024;

    Edge edge;

    @TestHTTPResource("/")
    URI gateway;

    @Test
    void anAnswerIsForwardedBeforeItEnds() throws Exception {
        var open = new CompletableFuture<HttpServerResponse>();
        edge.does(request -> {
            var response = request.response().setChunked(true);
            response.write("first");
            open.complete(response);
        });
        try (var wire = new Wire(gateway)) {
            wire.send("GET / HTTP/1.1\nHost: h\n\n");
            assertThat(wire.readUntil("first\n")).startsWith("HTTP/1.1 200 OK\n");
            open.get(10, SECONDS).end("second");
            assertThat(wire.readUntil("0\n\n")).contains("second");
        }
    }

    @Test
    void theHeadOfAnAnswerIsForwardedBeforeItsBodyBegins() throws Exception {
        var open = new CompletableFuture<HttpServerResponse>();
        edge.does(request -> {
            var response = request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
            response.write(Buffer.buffer());
            open.complete(response);
        });
        try (var wire = new Wire(gateway)) {
            wire.send("GET / HTTP/1.1\nHost: h\n\n");
            assertThat(wire.readHead()).contains("content-type: text/event-stream\n");
            open.get(10, SECONDS).end("data");
            assertThat(wire.readUntil("0\n\n")).contains("data");
        }
    }

    @Test
    void aRequestIsForwardedBeforeItEnds() throws Exception {
        var first = new CompletableFuture<String>();
        var all = Buffer.buffer();
        edge.does(request -> request.handler(part -> {
                    all.appendBuffer(part);
                    first.complete(part.toString());
                })
                .endHandler(end -> request.response().end(request.getHeader("Transfer-Encoding") + " " + all)));
        try (var wire = new Wire(gateway)) {
            wire.send("POST / HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\nConnection: close\n\n5\nfirst\n");
            assertThat(first.get(10, SECONDS)).isEqualTo("first");
            wire.send("6\nsecond\n0\n\n");
            assertThat(wire.readToTheEnd()).endsWith("chunked firstsecond");
        }
    }

    @Test
    void trailersOfAnAnswerPass() throws Exception {
        edge.does(request -> request.response()
                .setChunked(true)
                .putHeader("Trailer", "grpc-status")
                .putTrailer("grpc-status", "0")
                .end("x"));
        try (var wire = new Wire(gateway)) {
            wire.send("GET / HTTP/1.1\nHost: h\nConnection: close\n\n");
            assertThat(wire.readToTheEnd()).endsWith("1\nx\n0\ngrpc-status: 0\n\n");
        }
    }

    @Test
    void bigBodiesPassUnchangedInBothDirections() throws Exception {
        var body = new byte[64 * MEBIBYTE];
        new Random(1).nextBytes(body);
        edge.does(request -> request.bodyHandler(whole -> request.response().end(whole)));
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(gateway)
                    .version(HttpClient.Version.HTTP_1_1)
                    .timeout(Duration.ofSeconds(60))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(Arrays.equals(answer.body(), body)).isTrue();
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsTheSenderUp() throws Exception {
        var sent = new AtomicLong();
        var heldUp = new CompletableFuture<Long>();
        var total = 256L * MEBIBYTE;
        edge.does(request -> {
            var response = request.response().putHeader("Content-Length", String.valueOf(total));
            write(response, sent, total, heldUp);
        });
        try (var wire = new Wire(gateway)) {
            wire.send("GET / HTTP/1.1\nHost: h\nConnection: close\n\n");
            assertThat(heldUp.get(30, SECONDS)).isLessThan(total / 2);
            assertThat(wire.readToTheEnd().length()).isGreaterThan((int) total);
        }
    }

    /** Writes for as long as the other side takes it; says how much that was when it stands still for two seconds. */
    private static void write(
            HttpServerResponse response, AtomicLong sent, long total, CompletableFuture<Long> heldUp) {
        var part = Buffer.buffer(new byte[MEBIBYTE]);
        while (sent.get() < total && !response.writeQueueFull()) {
            response.write(part);
            sent.addAndGet(MEBIBYTE);
        }
        if (sent.get() == total) {
            heldUp.complete(total);
            response.end();
            return;
        }
        var timer = Vertx.currentContext().owner().setTimer(2000, late -> heldUp.complete(sent.get()));
        var vertx = Vertx.currentContext().owner();
        response.drainHandler(drained -> {
            vertx.cancelTimer(timer);
            write(response, sent, total, heldUp);
        });
    }

    @Test
    void aClientThatLeavesEndsTheRequestToTheMesh() throws Exception {
        var gone = new CompletableFuture<Boolean>();
        var arrived = new CompletableFuture<Boolean>();
        edge.does(request -> {
            request.response().closeHandler(closed -> gone.complete(true));
            arrived.complete(true);
        });
        try (var wire = new Wire(gateway)) {
            wire.send("GET / HTTP/1.1\nHost: h\n\n");
            assertThat(arrived.get(10, SECONDS)).isTrue();
        }
        assertThat(gone.get(10, SECONDS)).isTrue();
    }

    @Test
    void aClientThatLeavesInItsOwnBodyDoesNotMakeItLookWhole() throws Exception {
        var outcome = new CompletableFuture<String>();
        var arrived = new CompletableFuture<Boolean>();
        edge.does(request -> request.handler(part -> arrived.complete(true))
                .exceptionHandler(failure -> outcome.complete("failed"))
                .endHandler(end -> outcome.complete("whole")));
        try (var wire = new Wire(gateway)) {
            wire.send("POST / HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n5\nfirst\n");
            assertThat(arrived.get(10, SECONDS)).isTrue();
        }
        assertThat(outcome.get(10, SECONDS)).isEqualTo("failed");
    }

    @Test
    void anAnswerThatBreaksOffDoesNotLookWhole() throws Exception {
        edge.does(request -> {
            var response = request.response().setChunked(true);
            response.write("first").onComplete(written -> request.connection().close());
        });
        try (var wire = new Wire(gateway)) {
            wire.send("GET / HTTP/1.1\nHost: h\n\n");
            assertThat(wire.readToTheEnd()).contains("first").doesNotContain("\n0\n");
        }
    }

    @Test
    void aClientThatWaitsToBeAskedForItsBodyIsAsked() throws Exception {
        edge.does(request -> request.bodyHandler(body -> request.response().end("got " + body)));
        try (var wire = new Wire(gateway)) {
            wire.send("POST / HTTP/1.1\nHost: h\nContent-Length: 4\nExpect: 100-continue\nConnection: close\n\n");
            assertThat(wire.readHead()).startsWith("http/1.1 100 continue\n");
            wire.send("body");
            assertThat(wire.readToTheEnd()).endsWith("got body");
        }
    }

    @Test
    void aWebSocketIsStreamed() throws Exception {
        edge.does(request -> request.toWebSocket()
                .onSuccess(socket -> socket.textMessageHandler(
                        text -> socket.writeTextMessage(request.getHeader("Host") + " heard " + text))));
        var heard = new CompletableFuture<String>();
        try (var client = HttpClient.newHttpClient()) {
            var socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://" + gateway.getAuthority() + "/socket"), new WebSocket.Listener() {
                        @Override
                        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                            heard.complete(text.toString());
                            return CompletableFuture.completedStage(text);
                        }
                    })
                    .get(10, SECONDS);
            socket.sendText("hello", true).get(10, SECONDS);
            assertThat(heard.get(10, SECONDS)).isEqualTo(gateway.getAuthority() + " heard hello");
            socket.abort();
        }
    }

    @Test
    void aRefusedWebSocketIsAnOrdinaryAnswer() throws Exception {
        edge.does(request -> refuse(request));
        try (var client = HttpClient.newHttpClient()) {
            var socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://" + gateway.getAuthority() + "/"), new WebSocket.Listener() {});
            assertThatThrownBy(() -> socket.get(10, SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(WebSocketHandshakeException.class, refusal -> assertThat(
                                    refusal.getResponse().statusCode())
                            .isEqualTo(403));
        }
        try (var wire = new Wire(gateway)) {
            wire.send("""
                    GET / HTTP/1.1
                    Host: h
                    Connection: Upgrade
                    Upgrade: websocket
                    Sec-WebSocket-Version: 13
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

                    """);
            assertThat(wire.readHead()).startsWith("http/1.1 403 forbidden\n").contains("content-length: 2\n");
            assertThat(wire.readUntil("no")).isEqualTo("no");
        }
    }

    private static void refuse(HttpServerRequest request) {
        request.response().setStatusCode(403).end("no");
    }
}
