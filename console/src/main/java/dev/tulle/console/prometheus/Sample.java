package dev.tulle.console.prometheus;

import java.util.Map;

/**
 * One element of an instant vector.
 *
 * @param labels without empty ones, which Prometheus does not keep either
 */
public record Sample(Map<String, String> labels, double value) {
    public Sample {
        labels = Map.copyOf(labels);
    }

    /** The value of a label; empty when there is none. */
    public String label(String name) {
        return labels.getOrDefault(name, "");
    }
}
