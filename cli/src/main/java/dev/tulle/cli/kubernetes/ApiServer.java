package dev.tulle.cli.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tulle.cli.CommandFailure;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A cluster's API server, asked in JSON. Every answer has a time limit.
 *
 * <p>Thread: any number may ask at once.
 */
public final class ApiServer implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final int NOT_FOUND = 404;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Kubeconfig kubeconfig;
    private final KubernetesClient client;
    private final HttpClient http;

    /** Nothing is sent before the first question. */
    public ApiServer(Kubeconfig kubeconfig) {
        this.kubeconfig = kubeconfig;
        client = new KubernetesClientBuilder()
                .withConfig(kubeconfig.config())
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
        http = client.getHttpClient();
    }

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param body an object, or a Status that says what was wrong; missing when it is no JSON
     */
    record Answer(int status, JsonNode body) {
        boolean isGood() {
            return status >= 200 && status < 300;
        }

        /** The server's words. */
        String message() {
            var text = body.path("message").asText("HTTP status " + status);
            return status == 403 ? "forbidden: " + text : text;
        }
    }

    /** What stands there; a failure when there is nothing. */
    JsonNode get(String path) throws InterruptedException, CommandFailure {
        var answer = ask(path);
        if (!answer.isGood()) {
            throw new CommandFailure(answer.message());
        }
        return answer.body();
    }

    /** What stands there, if anything does. */
    Optional<JsonNode> find(String path) throws InterruptedException, CommandFailure {
        var answer = ask(path);
        if (answer.status() == NOT_FOUND) {
            return Optional.empty();
        }
        if (!answer.isGood()) {
            throw new CommandFailure(answer.message());
        }
        return Optional.of(answer.body());
    }

    /** Whatever is answered. */
    Answer ask(String path) throws InterruptedException, CommandFailure {
        return send(request(path).header("Accept", "application/json"));
    }

    /** Whatever is answered in that form. */
    Answer ask(String path, String accept) throws InterruptedException, CommandFailure {
        return send(request(path).header("Accept", accept));
    }

    /** A server-side apply. */
    Answer apply(String path, String json) throws InterruptedException, CommandFailure {
        return send(request(path).method("PATCH", "application/apply-patch+yaml", json));
    }

    Answer delete(String path) throws InterruptedException, CommandFailure {
        return send(request(path).delete("application/json", "{\"propagationPolicy\":\"Background\"}"));
    }

    /** A port of this machine's loopback that leads to a pod's, until this is closed. */
    Forward forward(PodName pod, int port, int localPort) throws CommandFailure {
        try {
            var forward = client.pods()
                    .inNamespace(pod.namespace())
                    .withName(pod.name())
                    .portForward(port, java.net.InetAddress.getLoopbackAddress(), localPort);
            return new Forward(forward.getLocalPort(), forward);
        } catch (RuntimeException e) {
            throw new CommandFailure("cannot forward a port to " + pod + ": " + words(e));
        }
    }

    private HttpRequest.Builder request(String path) {
        return http.newHttpRequestBuilder()
                .uri(kubeconfig.config().getMasterUrl().replaceAll("/$", "") + path)
                .timeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Answer send(HttpRequest.Builder request) throws InterruptedException, CommandFailure {
        try {
            var response = http.sendAsync(request.build(), String.class).get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (response.code() == 401) {
                throw new CommandFailure("the cluster of " + kubeconfig
                        + " does not know who you are (401): the kubeconfig's credentials are wrong or have expired");
            }
            return new Answer(response.code(), json(Optional.ofNullable(response.body())));
        } catch (ExecutionException e) {
            throw new CommandFailure("no cluster answers at " + kubeconfig + ": " + words(e));
        } catch (TimeoutException e) {
            throw new CommandFailure(
                    "the cluster of " + kubeconfig + " gives no answer within " + LIMIT.toSeconds() + " s");
        }
    }

    private static JsonNode json(Optional<String> body) {
        try {
            return JSON.readTree(body.orElse("null"));
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** The innermost cause, in its own words. */
    private static String words(Throwable failure) {
        var cause = failure;
        for (var next = cause.getCause(); next != null; next = next.getCause()) {
            cause = next;
        }
        var message = Optional.ofNullable(cause.getMessage());
        return cause.getClass().getSimpleName()
                + message.map(text -> ": " + text).orElse("");
    }

    @Override
    public String toString() {
        return kubeconfig.toString();
    }

    @Override
    public void close() {
        client.close();
    }
}
