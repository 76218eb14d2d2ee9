package dev.tulle.mesh.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * One object exactly as written, with the envelope (apiVersion, kind, metadata) already read.
 *
 * @param key its identity
 * @param version the version of the group it was written in: {@code v1alpha3}
 * @param origin where it stands
 * @param generation counts its semantic changes, from 1
 * @param created its age, which decides conflicts; absent for offline files, where the order of names decides
 * @param labels metadata.labels
 * @param annotations metadata.annotations
 * @param root the whole document
 */
public record ConfigObject(
        ConfigKey key,
        String version,
        Origin origin,
        long generation,
        Optional<Instant> created,
        Map<String, String> labels,
        Map<String, String> annotations,
        ConfigNode.Mapping root) {
    public ConfigObject {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    /**
     * SHA-256 in hex over what the user wrote: equal for two versions of an object that mean the same, whatever the order of
     * fields. Status and the metadata that a server adds are left out. A semantic change is a change of the digest.
     */
    public String digest() {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(sha256.digest(CanonicalJson.ofUserPart(root).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** The whole document as JSON with sorted fields, which YAML readers take too; its namespace is always written. */
    public String json() {
        return CanonicalJson.of(root);
    }

    /** Without its content, which may be secret. */
    @Override
    public String toString() {
        return "ConfigObject[" + key + ", generation=" + generation + ", " + origin + "]";
    }

    /** The same object under another generation. */
    public ConfigObject withGeneration(long newGeneration) {
        return new ConfigObject(key, version, origin, newGeneration, created, labels, annotations, root);
    }
}
