package dev.tulle.controlplane.files;

import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Problem;
import java.util.List;

/** Hears of every change of the watched files. Thread: called from the watching thread. */
public interface FileListener {
    /**
     * The files as they are now.
     *
     * @param seenNanos {@link System#nanoTime()} when the first of the changes was noticed
     */
    void changed(ConfigSnapshot snapshot, List<Problem> problems, long seenNanos);
}
