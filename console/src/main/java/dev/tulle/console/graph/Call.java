package dev.tulle.console.graph;

import java.util.Comparator;

/** Who called whom, by which service name and protocol. */
record Call(Peer source, ServiceName service, Peer destination, Protocol protocol) implements Comparable<Call> {
    private static final Comparator<Call> ORDER = Comparator.comparing(Call::source)
            .thenComparing(Call::service)
            .thenComparing(Call::destination)
            .thenComparing(Call::protocol);

    /** The same two ends, whatever service name was used. */
    Call withoutService() {
        return new Call(source, new ServiceName("", "", ""), destination, protocol);
    }

    @Override
    public int compareTo(Call other) {
        return ORDER.compare(this, other);
    }
}
