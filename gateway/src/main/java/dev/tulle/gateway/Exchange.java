package dev.tulle.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * One request on its way through the gateway, and its answer on the way back. Both bodies are streamed; the slower side holds
 * the faster one up. Either side going away ends the other. Thread: the event loop of the client's connection.
 */
final class Exchange {
    private static final Logger LOG = Logger.getLogger(Exchange.class);
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");

    /** Envoy's word for an empty value. */
    private static final String NO_FLAGS = "-";

    private static final Duration LINGER = Duration.ofSeconds(1);

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final EdgeClient edge;
    private final Terms terms;

    /**
     * What holds for every exchange.
     *
     * @param maxBody longest request body in bytes
     * @param responseFlagsHeader the header that Envoy names its response flags in, in lower case
     * @param leftBehind request headers that are not handed on, in lower case
     */
    record Terms(long maxBody, String responseFlagsHeader, Set<String> leftBehind) {
        Terms {
            leftBehind = Set.copyOf(leftBehind);
        }
    }

    Exchange(HttpServerRequest request, EdgeClient edge, Terms terms) {
        this.request = request;
        this.response = request.response();
        this.edge = edge;
        this.terms = terms;
    }

    /** Sends the request to the edge listener. Everything that goes wrong ends in an answer or a closed connection. */
    void forward() {
        request.pause();
        edge.request(request, requestHeaders()).onSuccess(this::send).onFailure(this::edgeIsUnreachable);
    }

    private MultiMap requestHeaders() {
        var headers = EndToEndHeaders.copy(request.headers(), terms.leftBehind());
        if (!headers.contains(REQUEST_ID)) {
            headers.set(REQUEST_ID, UUID.randomUUID().toString());
        }
        if (isUpgrade()) {
            headers.set(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
                    .set(HttpHeaders.UPGRADE, request.getHeader(HttpHeaders.UPGRADE));
        }
        return headers;
    }

    private boolean isUpgrade() {
        return request.version() == HttpVersion.HTTP_1_1
                && request.headers().contains(HttpHeaders.UPGRADE)
                && request.headers().getAll(HttpHeaders.CONNECTION).stream()
                        .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("upgrade"));
    }

    private void send(HttpClientRequest upstream) {
        if (response.closed()) {
            upstream.reset();
            return;
        }
        upstream.exceptionHandler(failure -> LOG.debugf(failure, "the exchange with the edge listener ended early"));
        response.closeHandler(gone -> upstream.reset());
        if (isUpgrade()) {
            upstream.connect().onSuccess(this::switchProtocols).onFailure(this::edgeDidNotAnswer);
            return;
        }
        upstream.response().onSuccess(this::answer).onFailure(this::edgeDidNotAnswer);
        sendBody(upstream);
    }

    private void sendBody(HttpClientRequest upstream) {
        if (!hasBody()) {
            request.resume();
            upstream.end();
            return;
        }
        if (request.getHeader(HttpHeaders.EXPECT) != null) {
            response.writeContinue();
        }
        if (!request.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            upstream.setChunked(true);
        }
        new LimitedBody(request, terms.maxBody())
                .pipe()
                .endOnFailure(false)
                .to(upstream)
                .onFailure(failure -> {
                    if (failure instanceof LimitedBody.TooLarge tooLarge && !response.headWritten()) {
                        refuse(new Problem(413, tooLarge.words(), List.of()));
                    }
                    upstream.reset();
                });
    }

    private boolean hasBody() {
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                || (request.version() == HttpVersion.HTTP_2 && !request.isEnded());
    }

    private void answer(HttpClientResponse answer) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.statusCode()).setStatusMessage(answer.statusMessage());
        response.headers().addAll(EndToEndHeaders.copy(answer.headers(), Set.of(terms.responseFlagsHeader())));
        var flags = answer.getHeader(terms.responseFlagsHeader());
        if (flags != null && !flags.equals(NO_FLAGS) && Problem.isAskedFor(request.headers())) {
            explain(Problem.of(answer.statusCode(), flags));
            return;
        }
        if (mayHaveBody(answer) && !answer.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            response.setChunked(request.version() != HttpVersion.HTTP_1_0);
            // The head goes out even if the body's first part is long in coming (server-sent events).
            Vertx.currentContext().runOnContext(later -> {
                if (!response.headWritten() && !response.closed()) {
                    response.write(Buffer.buffer());
                }
            });
        }
        answer.pipe()
                .endOnSuccess(false)
                .endOnFailure(false)
                .to(response)
                .onSuccess(end -> end(answer))
                .onFailure(failure -> response.reset());
    }

    private boolean mayHaveBody(HttpClientResponse answer) {
        return !request.method().equals(HttpMethod.HEAD) && answer.statusCode() != 204 && answer.statusCode() != 304;
    }

    private void end(HttpClientResponse answer) {
        if (response.isChunked()) {
            response.trailers().addAll(answer.trailers());
        }
        response.end();
    }

    private void switchProtocols(HttpClientResponse answer) {
        if (answer.statusCode() != 101) {
            request.resume();
            answer(answer);
            return;
        }
        response.setStatusCode(101);
        response.headers().addAll(answer.headers());
        var far = answer.netSocket();
        far.pause();
        request.toNetSocket()
                .onSuccess(near -> {
                    near.pipeTo(far);
                    far.pipeTo(near);
                })
                .onFailure(failure -> far.close());
    }

    private void edgeIsUnreachable(Throwable failure) {
        LOG.errorf("the edge listener cannot be reached address=%s cause=%s", edge.edge(), failure.getMessage());
        refuse(new Problem(502, "the gateway cannot reach its proxy's edge listener", List.of()));
    }

    private void edgeDidNotAnswer(Throwable failure) {
        if (response.headWritten()) {
            response.reset();
        } else {
            refuse(new Problem(502, "the gateway's proxy closed the connection before it answered", List.of()));
        }
    }

    private static Vertx vertx() {
        return Vertx.currentContext().owner();
    }

    private void explain(Problem problem) {
        response.headers().remove(HttpHeaders.CONTENT_LENGTH).remove(HttpHeaders.CONTENT_ENCODING);
        response.putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE).end(problem.json());
    }

    /** Answers in place of the mesh. What is left of the request's body is thrown away for a while, then the connection ends. */
    private void refuse(Problem problem) {
        if (response.ended() || response.closed()) {
            return;
        }
        request.resume();
        if (hasBody() && !request.isEnded()) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            // Not at once: closing with unread bytes resets the connection, and the client would lose the answer.
            var timer = vertx().setTimer(
                            LINGER.toMillis(), late -> request.connection().close());
            response.closeHandler(gone -> vertx().cancelTimer(timer));
        }
        response.setStatusCode(problem.status());
        if (Problem.isAskedFor(request.headers())) {
            explain(problem);
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                    .end(problem.detail() + "\n");
        }
    }
}
