package dev.tulle.console.graph;

import java.util.Comparator;

/**
 * What makes two ends one node.
 *
 * @param namespace empty for unknown ends
 * @param version empty where the graph does not tell versions apart
 */
public record NodeKey(NodeKind kind, String namespace, String name, String version) implements Comparable<NodeKey> {
    private static final Comparator<NodeKey> ORDER = Comparator.comparing(NodeKey::namespace)
            .thenComparing(NodeKey::name)
            .thenComparing(NodeKey::kind)
            .thenComparing(NodeKey::version);

    /** In links: {@code app:servicec/servicec@v1}. */
    public String id() {
        return kind.word() + ":" + (namespace.isEmpty() ? "" : namespace + "/") + name
                + (version.isEmpty() ? "" : "@" + version);
    }

    @Override
    public int compareTo(NodeKey other) {
        return ORDER.compare(this, other);
    }
}
