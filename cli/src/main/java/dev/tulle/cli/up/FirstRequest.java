package dev.tulle.cli.up;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks the gateway again and again until it answers 200: the whole way of a request is there. */
final class FirstRequest {
    private static final Duration AGAIN = Duration.ofMillis(100);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int OK = 200;

    private final Loop loop;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CompletableFuture<String> body = new CompletableFuture<>();
    private String lastAnswer = "nothing yet";

    /** What came back. */
    private sealed interface Answer {
        record Ok(String body) implements Answer {}

        record Other(String words) implements Answer {}
    }

    FirstRequest(Loop loop) {
        this.loop = loop;
    }

    /** Completes on the loop with the body of the first 200. */
    CompletableFuture<String> send(URI gateway) {
        ask(HttpRequest.newBuilder(gateway).timeout(LIMIT).build());
        return body;
    }

    /** What came instead of a 200. */
    String lastAnswer() {
        return lastAnswer;
    }

    private void ask(HttpRequest request) {
        var answer = client.sendAsync(request, BodyHandlers.ofString())
                .handle((response, failure) ->
                        failure == null ? read(response) : new Answer.Other("nothing: " + failure.getMessage()));
        loop.when(answer, came -> {
            switch (came) {
                case Answer.Ok ok -> body.complete(ok.body());
                case Answer.Other other -> {
                    lastAnswer = other.words();
                    loop.after(AGAIN, () -> ask(request));
                }
            }
        });
    }

    private static Answer read(HttpResponse<String> response) {
        return response.statusCode() == OK
                ? new Answer.Ok(response.body())
                : new Answer.Other(response.statusCode() + " " + response.body().strip());
    }
}
