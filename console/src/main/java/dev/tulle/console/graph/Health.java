package dev.tulle.console.graph;

import java.util.Locale;
import java.util.Map;

/** How well requests fare, by Kiali's default rules (kiali.io, Traffic Health Configuration). Ordered from best to worst. */
public enum Health {
    /** Nothing passed. */
    IDLE,
    HEALTHY,
    DEGRADED,
    FAILURE;

    /** From this share on 5xx, gRPC errors and missing responses are a failure. */
    private static final double FAILING = 0.10;
    /** From this share on 4xx are a degradation, and from twice that a failure. */
    private static final double REFUSING = 0.10;

    private static final double REFUSING_BADLY = 0.20;

    public Health worse(Health other) {
        return compareTo(other) >= 0 ? this : other;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Health of(Traffic traffic) {
        if (traffic.isIdle()) {
            return IDLE;
        }
        var total = traffic.rate();
        if (total <= 0) {
            return HEALTHY;
        }
        var serverErrors = 0.0;
        var clientErrors = 0.0;
        var grpcErrors = 0.0;
        var missing = 0.0;
        for (Map.Entry<Outcome, Double> entry : traffic.outcomes().entrySet()) {
            var outcome = entry.getKey();
            var rate = entry.getValue();
            if (outcome.code().equals("-")) {
                missing += rate;
            } else if (!outcome.grpc().isEmpty()) {
                grpcErrors += outcome.grpc().equals("0") ? 0 : rate;
            } else if (outcome.code().startsWith("5")) {
                serverErrors += rate;
            } else if (outcome.code().startsWith("4")) {
                clientErrors += rate;
            }
        }
        if (Math.max(serverErrors, Math.max(grpcErrors, missing)) / total >= FAILING
                || clientErrors / total >= REFUSING_BADLY) {
            return FAILURE;
        }
        return clientErrors / total >= REFUSING ? DEGRADED : HEALTHY;
    }

    /** Whether such an answer counts as an error: what Kiali colours. */
    static boolean isError(Outcome outcome) {
        if (outcome.code().equals("-")) {
            return true;
        }
        return outcome.grpc().isEmpty()
                ? outcome.code().startsWith("5") || outcome.code().startsWith("4")
                : !outcome.grpc().equals("0");
    }
}
