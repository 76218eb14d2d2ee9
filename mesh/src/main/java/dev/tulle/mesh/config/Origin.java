package dev.tulle.mesh.config;

/** Where an object or a field was written. */
public sealed interface Origin {
    /**
     * A file that the user can open.
     *
     * @param path as the user named it, or relative to the watched directory
     * @param line counted from 1
     */
    record File(String path, int line) implements Origin {
        @Override
        public String toString() {
            return path + ":" + line;
        }
    }

    /** An object read from the Kubernetes API; its field path says the rest. */
    record Cluster() implements Origin {
        @Override
        public String toString() {
            return "cluster";
        }
    }
}
