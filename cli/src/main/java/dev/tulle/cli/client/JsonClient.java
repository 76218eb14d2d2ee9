package dev.tulle.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tulle.cli.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Gets JSON. */
public final class JsonClient {
    private static final int OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** The body of a 200; anything else is a failure in words. */
    public JsonNode get(String url, Duration limit) throws InterruptedException, CommandFailure {
        var body = text(url, limit);
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(url + " answered with something that is not JSON: "
                    + body.lines().findFirst().orElse(""));
        }
    }

    private String text(String url, Duration limit) throws InterruptedException, CommandFailure {
        var request = HttpRequest.newBuilder(URI.create(url)).timeout(limit).build();
        try {
            var response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != OK) {
                throw new CommandFailure(url + " answered " + response.statusCode() + " "
                        + response.body().strip());
            }
            return response.body();
        } catch (IOException e) {
            throw new CommandFailure(url + " does not answer (" + e.getClass().getSimpleName()
                    + (e.getMessage() == null ? "" : ": " + e.getMessage()) + ")");
        }
    }
}
