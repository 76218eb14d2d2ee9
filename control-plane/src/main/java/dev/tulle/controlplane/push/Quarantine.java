package dev.tulle.controlplane.push;

import dev.tulle.mesh.xds.EncodedResource;
import dev.tulle.mesh.xds.ResourceVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The versions that an Envoy has refused: they are not pushed again, to nobody; each proxy keeps what it has until the
 * resource's next version.
 *
 * <p>Thread: called only from the push loop.
 */
final class Quarantine {
    private final Map<ResourceId, Map<ResourceVersion, String>> refused = new HashMap<>();

    /** @param words what Envoy said */
    void add(EncodedResource resource, String words) {
        refused.computeIfAbsent(new ResourceId(resource.type(), resource.name()), id -> new HashMap<>())
                .put(resource.version(), words);
    }

    boolean holds(EncodedResource resource) {
        if (refused.isEmpty()) {
            return false;
        }
        var versions = refused.get(new ResourceId(resource.type(), resource.name()));
        return versions != null && versions.containsKey(resource.version());
    }

    /** What Envoy said when it refused that version. */
    Optional<String> words(EncodedResource resource) {
        var versions = refused.get(new ResourceId(resource.type(), resource.name()));
        return versions == null ? Optional.empty() : Optional.ofNullable(versions.get(resource.version()));
    }
}
