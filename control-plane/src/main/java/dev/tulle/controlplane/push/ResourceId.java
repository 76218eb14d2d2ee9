package dev.tulle.controlplane.push;

import dev.tulle.mesh.xds.ResourceType;

/** One resource by type and name, whatever its version. */
public record ResourceId(ResourceType type, String name) {
    /** {@code CLUSTER outbound|8081||b}. */
    @Override
    public String toString() {
        return type + " " + name;
    }
}
