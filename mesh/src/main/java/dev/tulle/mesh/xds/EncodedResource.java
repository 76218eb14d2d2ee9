package dev.tulle.mesh.xds;

import com.google.protobuf.ByteString;
import dev.tulle.mesh.config.ConfigKey;
import java.util.List;

/**
 * One resource, encoded once for every proxy that gets it.
 *
 * @param type what it is
 * @param name unique within its type; a virtual host's is {@code <route configuration>/<name>}
 * @param version of its bytes
 * @param value the encoded message, without the surrounding Any
 * @param sources the objects it was made from, sorted: receipts and quarantine go by them
 */
public record EncodedResource(
        ResourceType type, String name, ResourceVersion version, ByteString value, List<ConfigKey> sources) {
    public EncodedResource {
        sources = List.copyOf(sources);
    }

    /** Two resources that a proxy could not tell apart. */
    public boolean sameAs(EncodedResource other) {
        return type == other.type && name.equals(other.name) && version.equals(other.version);
    }
}
