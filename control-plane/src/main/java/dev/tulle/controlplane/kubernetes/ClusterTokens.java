package dev.tulle.controlplane.kubernetes;

import dev.tulle.controlplane.identity.TokenReview;
import dev.tulle.controlplane.identity.TokenReviewer;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Tokens reviewed by the API server. A good answer is remembered for a minute under the token's hash, so that a proxy that
 * comes back costs no question; a token that the API server has revoked is good here for that long. Bad answers are not
 * remembered.
 * Source: Kubernetes authentication.k8s.io/v1 TokenReview.
 *
 * <p>Thread: any; questions run on threads of its own, few at a time.
 */
final class ClusterTokens implements TokenReviewer {
    private static final String SUBJECT = "system:serviceaccount:";
    private static final String POD_NAME = "authentication.kubernetes.io/pod-name";
    private static final Duration MEMORY = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int AT_ONCE = 16;

    /** More tokens than that are not remembered: nobody can fill the memory with good ones, but a mesh is finite. */
    private static final int MAX_REMEMBERED = 20_000;

    private final KubernetesClient client;
    private final InstantSource clock;
    private final ExecutorService questions = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().daemon().name("token-review-", 0).factory());
    private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();

    private record Remembered(TokenReview.Accepted answer, Instant until) {}

    ClusterTokens(KubernetesClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    @Override
    public CompletionStage<TokenReview> review(String token) {
        var hash = hash(token);
        var known = Optional.ofNullable(remembered.get(hash));
        if (known.isPresent() && clock.instant().isBefore(known.get().until())) {
            return CompletableFuture.completedFuture(known.get().answer());
        }
        return CompletableFuture.supplyAsync(() -> ask(token), questions)
                .thenApply(review -> {
                    remember(hash, review);
                    return review;
                })
                .completeOnTimeout(
                        new TokenReview.Unavailable("the API server has not reviewed the token in time"),
                        PATIENCE.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void remember(String hash, TokenReview review) {
        if (review instanceof TokenReview.Accepted accepted) {
            if (remembered.size() >= MAX_REMEMBERED) {
                var now = clock.instant();
                remembered.values().removeIf(entry -> entry.until().isBefore(now));
            }
            if (remembered.size() < MAX_REMEMBERED) {
                remembered.put(hash, new Remembered(accepted, clock.instant().plus(MEMORY)));
            }
        }
    }

    private TokenReview ask(String token) {
        try {
            var question = new TokenReviewBuilder()
                    .withNewSpec()
                    .withToken(token)
                    .withAudiences(AUDIENCE)
                    .endSpec()
                    .build();
            var status = client.resource(question).create().getStatus();
            return status == null
                    ? new TokenReview.Unavailable("the API server gave no answer about the token")
                    : answer(status);
        } catch (KubernetesClientException e) {
            return new TokenReview.Unavailable("the API server cannot review the token: "
                    + (e.getCode() > 0 ? "HTTP " + e.getCode() : "no answer"));
        }
    }

    static TokenReview answer(TokenReviewStatus status) {
        if (!Boolean.TRUE.equals(status.getAuthenticated())) {
            return new TokenReview.Refused("the API server does not accept the token for the audience " + AUDIENCE);
        }
        // A server that knows no audiences names none, and would take a token made for itself.
        if (!Optional.ofNullable(status.getAudiences()).orElse(List.of()).contains(AUDIENCE)) {
            return new TokenReview.Refused("the token is not for the audience " + AUDIENCE);
        }
        var user = status.getUser();
        var name = Optional.ofNullable(user.getUsername()).orElse("");
        var parts = name.startsWith(SUBJECT) ? name.substring(SUBJECT.length()).split(":", -1) : new String[0];
        if (parts.length != 2) {
            return new TokenReview.Refused("the token is that of " + name + ", expected a service account's");
        }
        var pod = Optional.ofNullable(user.getExtra())
                .flatMap(extra -> Optional.ofNullable(extra.get(POD_NAME)))
                .flatMap(names -> names.stream().findFirst());
        return pod.<TokenReview>map(podName -> new TokenReview.Accepted(parts[0], parts[1], Optional.of(podName)))
                .orElseGet(() -> new TokenReview.Refused("the token is bound to no pod, expected a projected one"));
    }

    private static String hash(String token) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
