package dev.tulle.mesh.model;

/**
 * A workload's identity: {@code spiffe://cluster.local/ns/servicea/sa/servicea}.
 * Source: the SPIFFE ID standard, in the layout that Istio gives it.
 */
public record SpiffeId(String uri) implements Comparable<SpiffeId> {
    public SpiffeId {
        if (!uri.startsWith("spiffe://")) {
            throw new IllegalArgumentException("uri must begin with spiffe://: " + uri);
        }
    }

    /** The identity of a service account. */
    public static SpiffeId of(String trustDomain, String namespace, String serviceAccount) {
        return new SpiffeId("spiffe://" + trustDomain + "/ns/" + namespace + "/sa/" + serviceAccount);
    }

    @Override
    public int compareTo(SpiffeId other) {
        return uri.compareTo(other.uri);
    }

    @Override
    public String toString() {
        return uri;
    }
}
