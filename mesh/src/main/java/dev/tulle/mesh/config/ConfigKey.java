package dev.tulle.mesh.config;

import java.util.Comparator;

/**
 * Names one configuration object, whatever version it was written in.
 *
 * @param group the API group, empty for the core group: {@code networking.istio.io}
 * @param kind {@code VirtualService}
 * @param namespace the object's namespace, never empty for the kinds Tulle reads, except {@code Namespace} itself
 * @param name the object's name
 */
public record ConfigKey(String group, String kind, String namespace, String name) implements Comparable<ConfigKey> {
    private static final Comparator<ConfigKey> ORDER = Comparator.comparing(ConfigKey::kind)
            .thenComparing(ConfigKey::namespace)
            .thenComparing(ConfigKey::name)
            .thenComparing(ConfigKey::group);

    @Override
    public int compareTo(ConfigKey other) {
        return ORDER.compare(this, other);
    }

    /** {@code VirtualService servicec/servicec-route}, as messages name an object. */
    @Override
    public String toString() {
        return namespace.isEmpty() ? kind + " " + name : kind + " " + namespace + "/" + name;
    }
}
