package dev.tulle.controlplane.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tulle.controlplane.identity.TokenReview;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterTokensTest {
    private static final String GOOD = """
        {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "status": {"authenticated": true,
         "audiences": ["istio-ca"], "user": {"username": "system:serviceaccount:servicea:a",
         "extra": {"authentication.kubernetes.io/pod-name": ["a-1"]}}}}
        """;

    private final AtomicInteger questions = new AtomicInteger();
    private volatile String answer = GOOD;
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private HttpServer server;
    private KubernetesClient client;
    private ClusterTokens tokens;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/apis/authentication.k8s.io/v1/tokenreviews", exchange -> {
            questions.incrementAndGet();
            var body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("content-type", "application/json");
            exchange.sendResponseHeaders(body.length == 0 ? 503 : 201, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .withKubernetesSerialization(ApiObjects.SERIALIZATION)
                .build();
        tokens = new ClusterTokens(client, () -> now);
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    private TokenReview review(String token) throws Exception {
        return tokens.review(token).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void aGoodTokenNamesServiceAccountAndPod() throws Exception {
        assertThat(review("t")).isEqualTo(new TokenReview.Accepted("servicea", "a", Optional.of("a-1")));
    }

    @Test
    void aGoodAnswerIsRememberedForAMinute() throws Exception {
        review("t");
        review("t");
        assertThat(questions).hasValue(1);

        now = now.plusSeconds(61);
        review("t");
        assertThat(questions).hasValue(2);
    }

    @Test
    void aBadAnswerIsAskedForAgain() throws Exception {
        answer = """
            {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "status": {"authenticated": false}}
            """;
        assertThat(review("t")).isInstanceOf(TokenReview.Refused.class);
        answer = GOOD;
        assertThat(review("t")).isInstanceOf(TokenReview.Accepted.class);
    }

    @Test
    void anotherAudienceOrNoPodIsRefused() throws Exception {
        answer = GOOD.replace("istio-ca", "kubernetes");
        assertThat(review("t")).isInstanceOf(TokenReview.Refused.class);
        answer = GOOD.replace("pod-name", "node-name");
        assertThat(review("t")).isInstanceOf(TokenReview.Refused.class);
        answer = GOOD.replace("system:serviceaccount:servicea:a", "admin");
        assertThat(review("t")).isInstanceOf(TokenReview.Refused.class);
    }

    @Test
    void aServerThatIsAwaySaysNothingAboutTheToken() throws Exception {
        answer = "";
        assertThat(review("t")).isInstanceOf(TokenReview.Unavailable.class);
    }
}
