package dev.tulle.cli.kubernetes;

import dev.tulle.mesh.config.ConfigKey;
import java.util.Set;

/**
 * A kind that the API server serves.
 *
 * @param group empty for the core group
 * @param plural its name in paths
 * @param names whatever else users call it, in lower case
 */
record ResourceType(String group, String version, String kind, String plural, Scope scope, Set<String> names) {
    /** Whether its objects are in namespaces. */
    enum Scope {
        NAMESPACED,
        CLUSTER
    }

    ResourceType {
        names = Set.copyOf(names);
    }

    /** The path of all of them, or of those in one namespace. */
    String path(String namespace) {
        var root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        return switch (scope) {
            case NAMESPACED -> root + (namespace.isEmpty() ? "" : "/namespaces/" + namespace) + "/" + plural;
            case CLUSTER -> root + "/" + plural;
        };
    }

    /** The path of one. */
    String path(ConfigKey key) {
        return path(key.namespace()) + "/" + key.name();
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** Whether the user means it: {@code vs}, {@code virtualservices}, {@code virtualservice.networking.istio.io}. */
    boolean isCalled(String name) {
        var dot = name.indexOf('.');
        var kindName = dot < 0 ? name : name.substring(0, dot);
        return names.contains(kindName) && (dot < 0 || name.substring(dot + 1).equals(group));
    }
}
