package dev.tulle.console.graph;

import dev.tulle.console.prometheus.Sample;
import java.util.Comparator;

/**
 * The service that a call was meant for.
 *
 * @param host {@code servicec.servicec.svc.cluster.local}
 */
record ServiceName(String namespace, String name, String host) implements Comparable<ServiceName> {
    private static final Comparator<ServiceName> ORDER = Comparator.comparing(ServiceName::namespace)
            .thenComparing(ServiceName::name)
            .thenComparing(ServiceName::host);

    static ServiceName of(Sample sample) {
        return new ServiceName(
                Peer.label(sample, "destination_service_namespace"),
                Peer.label(sample, "destination_service_name"),
                Peer.label(sample, "destination_service"));
    }

    boolean isKnown() {
        return !name.equals(Peer.UNKNOWN);
    }

    @Override
    public int compareTo(ServiceName other) {
        return ORDER.compare(this, other);
    }
}
