package dev.tulle.console.graph;

import java.util.TreeSet;

/** Where does traffic begin? At nodes that nobody calls. */
final class TrafficSources implements GraphStep {
    @Override
    public TrafficGraph apply(TrafficGraph graph) {
        var called = new TreeSet<NodeKey>();
        graph.edges().keySet().forEach(edge -> called.add(edge.target()));
        return graph.withNodes(
                node -> called.contains(node.key()) ? node : node.with(Badge.TRAFFIC_SOURCE, new TreeSet<>()));
    }
}
