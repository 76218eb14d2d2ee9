package dev.tulle.console.graph;

import dev.tulle.console.prometheus.Sample;
import java.util.Comparator;

/**
 * One end of a call.
 *
 * @param app the canonical service
 * @param version the canonical revision
 */
record Peer(String namespace, String workload, String app, String version) implements Comparable<Peer> {
    /** What Istio's metrics say for a label that nobody knows. */
    static final String UNKNOWN = "unknown";

    private static final Comparator<Peer> ORDER = Comparator.comparing(Peer::namespace)
            .thenComparing(Peer::workload)
            .thenComparing(Peer::app)
            .thenComparing(Peer::version);

    /** @param side {@code source} or {@code destination} */
    static Peer of(Sample sample, String side) {
        return new Peer(
                label(sample, side + "_workload_namespace"),
                label(sample, side + "_workload"),
                label(sample, side + "_canonical_service"),
                label(sample, side + "_canonical_revision"));
    }

    static String label(Sample sample, String name) {
        var value = sample.label(name);
        return value.isEmpty() ? UNKNOWN : value;
    }

    /** Whether it has a proxy that says who it is, or is known as an endpoint. */
    boolean isKnown() {
        return !workload.equals(UNKNOWN) || !app.equals(UNKNOWN);
    }

    /** The workload's name where no label names an app. */
    String appOrWorkload() {
        return app.equals(UNKNOWN) ? workload : app;
    }

    @Override
    public int compareTo(Peer other) {
        return ORDER.compare(this, other);
    }
}
