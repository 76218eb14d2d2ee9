package dev.tulle.mesh.model;

import java.time.Duration;

/** How long the proxy waits for a whole response. Source: VirtualService http[].timeout. */
public sealed interface Timeout {
    /** Not written. */
    record Unset() implements Timeout {}

    /** Written as zero: wait for ever. */
    record Disabled() implements Timeout {}

    /** Written. */
    record After(Duration limit) implements Timeout {
        public After {
            if (!limit.isPositive()) {
                throw new IllegalArgumentException("limit must be positive: " + limit);
            }
        }
    }
}
