package dev.tulle.mesh.xds.route;

import dev.tulle.mesh.model.RouteRetry;
import dev.tulle.mesh.model.RouteRetry.PreviousHosts;
import dev.tulle.mesh.xds.wire.Packed;
import dev.tulle.mesh.xds.wire.ProtoValues;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryBackOff;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryHostPredicate;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Retries with Istio's defaults. Source: envoy.config.route.v3.RetryPolicy. */
public final class RetryPolicies {
    /**
     * Failures after which nothing has reached the application, or the application says itself that it may be tried again. A
     * plain 503 of the application is not among them: what was asked for may have been done.
     */
    private static final List<String> DEFAULT_CONDITIONS =
            List.of("connect-failure", "refused-stream", "unavailable", "cancelled", "retriable-status-codes");

    /**
     * That a connection failed is said by the caller's proxy, or by the header of the called one, whose application ends: it did
     * not reach it, so nothing can have been done.
     */
    private static final String CONNECT_FAILURE = "connect-failure";

    private static final String RETRIABLE_HEADERS = "retriable-headers";

    private static final int DEFAULT_ATTEMPTS = 2;
    /**
     * How often another instance is looked for. Istio's 5 find none once in 30 times where two are left, and more often where the
     * one that fails is the less busy of them.
     */
    private static final int HOST_ATTEMPTS = 20;

    private RetryPolicies() {}

    /** Towards a service; empty when nothing is retried. */
    static Optional<RetryPolicy> outbound(RouteRetry retry) {
        return switch (retry) {
            case RouteRetry.Disabled() -> Optional.empty();
            case RouteRetry.Default() ->
                Optional.of(policy(DEFAULT_ATTEMPTS, DEFAULT_CONDITIONS, PreviousHosts.AVOIDED)
                        .build());
            case RouteRetry.Written(var attempts, var perTryTimeout, var retryOn, var backoff, var previousHosts) -> {
                var policy = policy(attempts, retryOn.isEmpty() ? DEFAULT_CONDITIONS : retryOn, previousHosts);
                perTryTimeout.ifPresent(limit -> policy.setPerTryTimeout(ProtoValues.duration(limit)));
                backoff.ifPresent(base ->
                        policy.setRetryBackOff(RetryBackOff.newBuilder().setBaseInterval(ProtoValues.duration(base))));
                yield Optional.of(policy.build());
            }
        };
    }

    /** Towards the proxy's own application: only what never left the proxy. */
    public static RetryPolicy inbound() {
        return RetryPolicy.newBuilder()
                .setRetryOn("reset-before-request")
                .setNumRetries(ProtoValues.uint32(DEFAULT_ATTEMPTS))
                .build();
    }

    private static RetryPolicy.Builder policy(int attempts, List<String> retryOn, PreviousHosts previousHosts) {
        var policy = RetryPolicy.newBuilder()
                .setNumRetries(ProtoValues.uint32(attempts))
                .setHostSelectionRetryMaxAttempts(HOST_ATTEMPTS);
        var conditions =
                retryOn.stream().filter(condition -> !isStatus(condition)).toList();
        var statuses = retryOn.stream()
                .filter(RetryPolicies::isStatus)
                .map(Integer::valueOf)
                .toList();
        if (!statuses.isEmpty() && !conditions.contains("retriable-status-codes")) {
            conditions = Stream.concat(conditions.stream(), Stream.of("retriable-status-codes"))
                    .toList();
        }
        if (conditions.contains(CONNECT_FAILURE)) {
            policy.addRetriableHeaders(HeaderMatcher.newBuilder()
                    .setName(RouteConfigurations.UNREACHED_HEADER)
                    .setPresentMatch(true));
            if (!conditions.contains(RETRIABLE_HEADERS)) {
                conditions = Stream.concat(conditions.stream(), Stream.of(RETRIABLE_HEADERS))
                        .toList();
            }
        }
        policy.setRetryOn(String.join(",", conditions)).addAllRetriableStatusCodes(statuses);
        if (previousHosts == PreviousHosts.AVOIDED) {
            policy.addRetryHostPredicate(RetryHostPredicate.newBuilder()
                    .setName("envoy.retry_host_predicates.previous_hosts")
                    .setTypedConfig(Packed.any(
                            "envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate",
                            PreviousHostsPredicate.getDefaultInstance())));
        }
        return policy;
    }

    private static boolean isStatus(String condition) {
        return !condition.isEmpty() && condition.chars().allMatch(Character::isDigit);
    }
}
