package dev.tulle.console.graph;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A graph of one moment. Every edge's ends are among the nodes. Immutable. */
record TrafficGraph(NavigableMap<NodeKey, GraphNode> nodes, NavigableMap<EdgeKey, Traffic> edges) {
    TrafficGraph {
        nodes = Collections.unmodifiableNavigableMap(new TreeMap<>(nodes));
        edges = Collections.unmodifiableNavigableMap(new TreeMap<>(edges));
    }

    TrafficGraph withNodes(UnaryOperator<GraphNode> change) {
        var changed = new TreeMap<NodeKey, GraphNode>();
        nodes.forEach((key, node) -> changed.put(key, change.apply(node)));
        return new TrafficGraph(changed, edges);
    }

    /** Everything that comes in at a node. */
    Traffic into(NodeKey node) {
        return edges.entrySet().stream()
                .filter(edge -> edge.getKey().target().equals(node))
                .map(Map.Entry::getValue)
                .reduce(Traffic.NONE, Traffic::plus);
    }

    /** Everything that a node sends. */
    Traffic outOf(NodeKey node) {
        return edges.entrySet().stream()
                .filter(edge -> edge.getKey().source().equals(node))
                .map(Map.Entry::getValue)
                .reduce(Traffic.NONE, Traffic::plus);
    }
}
