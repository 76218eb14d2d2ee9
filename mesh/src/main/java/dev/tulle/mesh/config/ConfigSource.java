package dev.tulle.mesh.config;

import java.io.IOException;

/** Where configuration is watched: a directory, or a cluster. It tells one {@link SnapshotListener}. */
public interface ConfigSource extends AutoCloseable {
    /** Begins to watch. The listener hears first when everything that is there has been read. */
    void start();

    /** Ends the watch; the listener hears no more. */
    @Override
    void close() throws IOException;
}
