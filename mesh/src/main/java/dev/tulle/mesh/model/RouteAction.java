package dev.tulle.mesh.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a rule does with a request. */
public sealed interface RouteAction {
    /**
     * Send it on. Source: http[].route.
     *
     * @param backends at least one; weights are relative and their sum is at least 1
     * @param timeout for the whole response, retries included
     * @param retry of failed tries
     * @param rewrite of path and Host
     * @param mirrors who gets a copy
     */
    record Forward(
            List<WeightedBackend> backends, Timeout timeout, RouteRetry retry, Rewrite rewrite, List<Mirror> mirrors)
            implements RouteAction {
        public Forward {
            backends = List.copyOf(backends);
            mirrors = List.copyOf(mirrors);
            if (backends.isEmpty()) {
                throw new IllegalArgumentException("backends must not be empty");
            }
        }
    }

    /**
     * Answer with a redirect. Source: http[].redirect.
     *
     * @param path the whole new path; absent: kept
     * @param authority the new host; absent: kept
     * @param scheme {@code http} or {@code https}; absent: kept
     * @param port absent: the default of the scheme
     * @param code 301, 302, 303, 307 or 308
     */
    record Redirect(
            Optional<String> path, Optional<String> authority, Optional<String> scheme, OptionalInt port, int code)
            implements RouteAction {}

    /** Answer at once. Source: http[].directResponse. */
    record DirectResponse(int status, Optional<String> body) implements RouteAction {}

    /** Source: http[].rewrite. */
    record Rewrite(Optional<String> uri, Optional<String> authority) {
        /** Nothing is rewritten. */
        public static final Rewrite NONE = new Rewrite(Optional.empty(), Optional.empty());
    }

    /** A copy for somebody whose answer nobody waits for. Source: http[].mirror(s). */
    record Mirror(Backend backend, Fraction share) {}
}
