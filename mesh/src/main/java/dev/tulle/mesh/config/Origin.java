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

    /**
     * An object of the Kubernetes API; its field path says the rest.
     *
     * @param namespace empty for an object of the whole cluster
     */
    record Cluster(String namespace, String name) implements Origin {
        @Override
        public String toString() {
            return namespace.isEmpty() ? name : namespace + "/" + name;
        }
    }
}
