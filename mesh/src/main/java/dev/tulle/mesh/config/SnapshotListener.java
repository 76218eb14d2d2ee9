package dev.tulle.mesh.config;

import java.util.List;

/** Hears of every change of a {@link ConfigSource}. Thread: called from the source's own. */
public interface SnapshotListener {
    /**
     * All objects as they are now.
     *
     * @param problems of documents that could not be read
     * @param seenNanos {@link System#nanoTime()} when the first of the changes was noticed
     */
    void changed(ConfigSnapshot snapshot, List<Problem> problems, long seenNanos);
}
