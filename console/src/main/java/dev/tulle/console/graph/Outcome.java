package dev.tulle.console.graph;

import java.util.Comparator;

/**
 * How a request ended.
 *
 * @param code HTTP status; {@code -} when there was no response
 * @param grpc gRPC status; empty for other protocols
 * @param flags Envoy's response flags; {@code -} for none
 */
record Outcome(String code, String grpc, String flags) implements Comparable<Outcome> {
    private static final Comparator<Outcome> ORDER =
            Comparator.comparing(Outcome::code).thenComparing(Outcome::grpc).thenComparing(Outcome::flags);

    /** Envoy writes 0 for a request whose client left before the response. */
    static String codeOf(String label) {
        return label.isEmpty() || label.equals("0") || label.equals(Peer.UNKNOWN) ? "-" : label;
    }

    @Override
    public int compareTo(Outcome other) {
        return ORDER.compare(this, other);
    }
}
