package dev.tulle.mesh.xds;

import java.util.HashMap;
import java.util.List;
import java.util.NavigableMap;

/** Takes the previous objects where nothing changed, so that whoever compares can do so by identity. */
final class Reuse {
    private Reuse() {}

    /** Resources in the order given; those that {@code previous} has with the same bytes and sources are its objects. */
    static List<EncodedResource> of(List<EncodedResource> resources, List<EncodedResource> previous) {
        var known = new HashMap<String, EncodedResource>();
        previous.forEach(resource -> known.put(resource.name(), resource));
        return resources.stream()
                .map(resource -> {
                    var before = known.getOrDefault(resource.name(), resource);
                    return before.sameAs(resource) && before.sources().equals(resource.sources()) ? before : resource;
                })
                .toList();
    }

    /** {@code previous} itself where both hold the very same objects. */
    @SuppressWarnings("ReferenceEquality")
    static NavigableMap<String, EncodedResource> of(
            NavigableMap<String, EncodedResource> resources, NavigableMap<String, EncodedResource> previous) {
        if (resources.size() != previous.size()) {
            return resources;
        }
        var before = previous.values().iterator();
        for (var resource : resources.values()) {
            if (resource != before.next()) {
                return resources;
            }
        }
        return previous;
    }
}
