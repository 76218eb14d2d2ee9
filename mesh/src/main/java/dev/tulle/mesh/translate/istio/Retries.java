package dev.tulle.mesh.translate.istio;

import dev.tulle.mesh.model.RouteRetry;
import dev.tulle.mesh.model.RouteRetry.PreviousHosts;
import dev.tulle.mesh.translate.strict.Fields;
import java.util.ArrayList;
import java.util.List;

/** Reads retries. Source: VirtualService HTTPRetry; retryOn: Envoy's x-envoy-retry-on and x-envoy-retry-grpc-on. */
final class Retries {
    private static final List<String> CONDITIONS = List.of(
            "5xx",
            "gateway-error",
            "reset",
            "reset-before-request",
            "connect-failure",
            "envoy-ratelimited",
            "retriable-4xx",
            "refused-stream",
            "retriable-status-codes",
            "retriable-headers",
            "http3-post-connect-failure",
            "cancelled",
            "deadline-exceeded",
            "internal",
            "resource-exhausted",
            "unavailable");

    private Retries() {}

    static RouteRetry read(Fields rule) {
        var found = rule.mapping("retries");
        if (found.isEmpty()) {
            return new RouteRetry.Default();
        }
        var retries = found.get();
        retries.unsupported("retryRemoteLocalities");
        retries.require("attempts");
        var attempts = retries.integer("attempts", 0, 100);
        var written = new RouteRetry.Written(
                Math.max(1, attempts.orElse(1)),
                retries.duration("perTryTimeout"),
                retryOn(retries),
                retries.duration("backoff"),
                retries.flag("retryIgnorePreviousHosts").orElse(true) ? PreviousHosts.AVOIDED : PreviousHosts.ALLOWED);
        return attempts.orElse(1) == 0 ? new RouteRetry.Disabled() : written;
    }

    private static List<String> retryOn(Fields retries) {
        var conditions = new ArrayList<String>();
        for (var part : retries.text("retryOn").orElse("").split(",", -1)) {
            var condition = part.strip();
            if (condition.isEmpty()) {
                continue;
            }
            if (!CONDITIONS.contains(condition) && !condition.matches("[1-5][0-9][0-9]")) {
                retries.error(
                        "retryOn",
                        "\"" + condition + "\" is no condition, expected a status code or one of "
                                + String.join(", ", CONDITIONS));
            }
            conditions.add(condition);
        }
        return conditions;
    }
}
