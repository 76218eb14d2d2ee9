package dev.tulle.controlplane.push;

import dev.tulle.mesh.xds.EncodedResource;
import java.util.IdentityHashMap;
import java.util.NavigableMap;

/**
 * The changes between two maps, worked out once for all proxies that share both. Lives for one model.
 *
 * <p>Thread: called only from the push loop.
 */
final class ChangesMemo {
    private final IdentityHashMap<
                    NavigableMap<String, EncodedResource>,
                    IdentityHashMap<NavigableMap<String, EncodedResource>, Changes>>
            known = new IdentityHashMap<>();

    Changes between(NavigableMap<String, EncodedResource> from, NavigableMap<String, EncodedResource> to) {
        return known.computeIfAbsent(from, key -> new IdentityHashMap<>())
                .computeIfAbsent(to, key -> Changes.between(from, to));
    }
}
