package dev.tulle.mesh.config;

import java.time.Instant;
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

    /** The same object under another generation. */
    public ConfigObject withGeneration(long newGeneration) {
        return new ConfigObject(key, version, origin, newGeneration, created, labels, annotations, root);
    }
}
