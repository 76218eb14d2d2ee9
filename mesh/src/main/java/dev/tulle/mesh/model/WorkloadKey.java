package dev.tulle.mesh.model;

import java.util.Comparator;

/** One instance: a pod's namespace and name. */
public record WorkloadKey(String namespace, String name) implements Comparable<WorkloadKey> {
    private static final Comparator<WorkloadKey> ORDER =
            Comparator.comparing(WorkloadKey::namespace).thenComparing(WorkloadKey::name);

    @Override
    public int compareTo(WorkloadKey other) {
        return ORDER.compare(this, other);
    }

    /** {@code servicea-5d4f.servicea}, as {@code tulle proxy-status} lists proxies. */
    @Override
    public String toString() {
        return name + "." + namespace;
    }
}
