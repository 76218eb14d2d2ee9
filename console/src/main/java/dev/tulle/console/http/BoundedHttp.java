package dev.tulle.console.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Gets JSON, with limits. Thread: any; a call blocks at most for the timeout. */
public final class BoundedHttp {
    private static final int OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final Duration timeout;
    private final long maxBytes;

    /**
     * @param timeout of one call
     * @param maxBytes of one answer; a longer one is refused
     */
    public BoundedHttp(Duration timeout, long maxBytes) {
        this.timeout = timeout;
        this.maxBytes = maxBytes;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    /** The body of a 200, or of an error that is JSON too. */
    public JsonNode json(URI uri) throws Unreachable {
        var where = "at " + uri.resolve("/");
        var request = HttpRequest.newBuilder(uri).timeout(timeout).build();
        var answer = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBytes));
        try {
            // The request's own timeout ends with the headers.
            var response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            var tree = JSON.readTree(response.body());
            if (response.statusCode() != OK && !tree.isObject()) {
                throw new Unreachable(where + " answered " + response.statusCode());
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new Unreachable(where + " answered with something that is not JSON");
        } catch (ExecutionException e) {
            throw new Unreachable(where
                    + (e.getCause() instanceof ConnectException
                            ? " does not answer"
                            : " broke off, or answered with more than " + maxBytes + " bytes"));
        } catch (IOException e) {
            throw new Unreachable(where + " answered with something that cannot be read");
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new Unreachable(where + " has not answered within " + timeout.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable(where + " was not waited for");
        }
    }
}
