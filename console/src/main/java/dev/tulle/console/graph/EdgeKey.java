package dev.tulle.console.graph;

import java.util.Comparator;

/** What makes two calls one edge. */
public record EdgeKey(NodeKey source, NodeKey target, Protocol protocol) implements Comparable<EdgeKey> {
    private static final Comparator<EdgeKey> ORDER =
            Comparator.comparing(EdgeKey::source).thenComparing(EdgeKey::target).thenComparing(EdgeKey::protocol);

    public String id() {
        return source.id() + ">" + target.id() + ":" + protocol.word();
    }

    @Override
    public int compareTo(EdgeKey other) {
        return ORDER.compare(this, other);
    }
}
