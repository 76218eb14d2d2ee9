package dev.tulle.controlplane.push;

import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Problem;
import java.util.List;

/**
 * What a source has seen.
 *
 * @param snapshot every object
 * @param problems of documents that could not be read
 * @param seenNanos {@link System#nanoTime()} when the change was noticed
 */
public record Observation(ConfigSnapshot snapshot, List<Problem> problems, long seenNanos) {
    public Observation {
        problems = List.copyOf(problems);
    }
}
