package dev.tulle.mesh.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether and how a failed request is sent again. Source: VirtualService http[].retries. */
public sealed interface RouteRetry {
    /** Not written: Istio's default, 2 attempts on failures that are safe to repeat. */
    record Default() implements RouteRetry {}

    /** attempts: 0. */
    record Disabled() implements RouteRetry {}

    /**
     * Written.
     *
     * @param attempts retries after the first try, at least 1
     * @param perTryTimeout absent: the route's timeout
     * @param retryOn Envoy's conditions and status codes, as written, split at commas; empty: the default's
     * @param backoff base interval between tries; absent: Envoy's 25 ms
     * @param previousHosts whether a try may go to an endpoint that failed before
     */
    record Written(
            int attempts,
            Optional<Duration> perTryTimeout,
            List<String> retryOn,
            Optional<Duration> backoff,
            PreviousHosts previousHosts)
            implements RouteRetry {
        public Written {
            if (attempts < 1) {
                throw new IllegalArgumentException("attempts must be at least 1: " + attempts);
            }
            retryOn = List.copyOf(retryOn);
        }
    }

    /** Source: retries.retryIgnorePreviousHosts. */
    enum PreviousHosts {
        /** Another endpoint where there is one; the default. */
        AVOIDED,
        ALLOWED
    }
}
