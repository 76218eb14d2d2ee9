package dev.tulle.mesh.xds;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Everything one proxy shall have, secrets aside: by type, then by name. Immutable; resources are shared between sets. */
public final class ResourceSet {
    /** Nothing. */
    public static final ResourceSet EMPTY = new ResourceSet(new EnumMap<>(ResourceType.class));

    private final Map<ResourceType, NavigableMap<String, EncodedResource>> byType;

    private ResourceSet(Map<ResourceType, NavigableMap<String, EncodedResource>> byType) {
        this.byType = byType;
    }

    /** A set of these resources; two of one type and name are a bug and throw IllegalArgumentException. */
    public static ResourceSet of(Collection<EncodedResource> resources) {
        return of(new EnumMap<>(ResourceType.class), resources, new EnumMap<>(ResourceType.class));
    }

    /**
     * A set of shared maps and further resources.
     *
     * @param shared must never change; a map to which nothing is added is kept as it is
     * @param kept whole maps of a previous set for types of which nothing has changed: they are not built again
     */
    static ResourceSet of(
            Map<ResourceType, NavigableMap<String, EncodedResource>> shared,
            Collection<EncodedResource> resources,
            Map<ResourceType, NavigableMap<String, EncodedResource>> kept) {
        var byType = new EnumMap<>(shared);
        var added = new EnumMap<ResourceType, NavigableMap<String, EncodedResource>>(ResourceType.class);
        for (var resource : resources) {
            if (kept.containsKey(resource.type())) {
                continue;
            }
            var named = added.computeIfAbsent(
                    resource.type(), type -> new TreeMap<>(shared.getOrDefault(type, Collections.emptyNavigableMap())));
            if (named.put(resource.name(), resource) != null) {
                throw new IllegalArgumentException("two resources " + resource.type() + " " + resource.name());
            }
        }
        added.forEach((type, named) -> byType.put(type, Collections.unmodifiableNavigableMap(named)));
        byType.putAll(kept);
        return new ResourceSet(byType);
    }

    /** The resources of a type, by name; empty when there are none. */
    public NavigableMap<String, EncodedResource> of(ResourceType type) {
        return byType.getOrDefault(type, Collections.emptyNavigableMap());
    }
}
