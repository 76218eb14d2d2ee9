package dev.tulle.controlplane.push;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.xds.EncodedResource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;

/**
 * What lies between two maps of resources of one type.
 *
 * @param changed names that are new or have another version
 * @param removed names that are gone
 * @param sources the objects behind all of them, before and after
 */
record Changes(List<String> changed, List<String> removed, Set<ConfigKey> sources) {
    /** From one to the other; resources that both share are skipped by identity. */
    @SuppressWarnings("ReferenceEquality")
    static Changes between(NavigableMap<String, EncodedResource> from, NavigableMap<String, EncodedResource> to) {
        var changed = new ArrayList<String>();
        var removed = new ArrayList<String>();
        var sources = new HashSet<ConfigKey>();
        to.forEach((name, after) -> {
            var before = from.get(name);
            if (before == null || (before != after && !before.version().equals(after.version()))) {
                changed.add(name);
                sources.addAll(after.sources());
                if (before != null) {
                    sources.addAll(before.sources());
                }
            }
        });
        from.forEach((name, before) -> {
            if (!to.containsKey(name)) {
                removed.add(name);
                sources.addAll(before.sources());
            }
        });
        return new Changes(changed, removed, sources);
    }

    boolean isEmpty() {
        return changed.isEmpty() && removed.isEmpty();
    }
}
