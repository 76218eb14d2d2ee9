package dev.tulle.mesh.xds;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.tulle.mesh.config.ConfigKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
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
    private static final int VERSION_BYTES = 8;

    public EncodedResource {
        sources = List.copyOf(sources);
    }

    /** Encodes a message; the version is the beginning of its bytes' SHA-256. */
    static EncodedResource of(ResourceType type, String name, MessageLite message, Collection<ConfigKey> sources) {
        var value = message.toByteString();
        return new EncodedResource(
                type,
                name,
                version(value),
                value,
                sources.stream().sorted().distinct().toList());
    }

    /** Without its value, which may be secret. */
    @Override
    public String toString() {
        return type + " " + name + "@" + version.value();
    }

    /** Two resources that a proxy could not tell apart. */
    public boolean sameAs(EncodedResource other) {
        return type == other.type && name.equals(other.name) && version.equals(other.version);
    }

    private static ResourceVersion version(ByteString value) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(value.asReadOnlyByteBuffer());
            return new ResourceVersion(HexFormat.of().formatHex(digest.digest(), 0, VERSION_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
