package dev.tulle.console.graph;

import dev.tulle.console.layout.Topology;

/** What the layout needs to know of a graph: sizes and connections, no traffic, so that traffic moves nothing. */
final class Topologies {
    private static final double HEIGHT = 46;
    private static final double ICON_AND_MARGINS = 62;
    private static final double CHARACTER = 8.1;
    private static final double NARROWEST = 120;
    private static final double WIDEST = 270;

    private Topologies() {}

    static Topology of(TrafficGraph graph) {
        var nodes = graph.nodes().keySet().stream()
                .map(key -> new Topology.Box(key.id(), key.namespace(), width(key), HEIGHT))
                .toList();
        var edges = graph.edges().keySet().stream()
                .map(key -> new Topology.Link(
                        key.id(), key.source().id(), key.target().id()))
                .toList();
        return new Topology(nodes, edges);
    }

    private static double width(NodeKey key) {
        var wanted = ICON_AND_MARGINS
                + CHARACTER * Math.max(key.name().length(), key.version().length() + 12);
        return Math.clamp(Math.rint(wanted), NARROWEST, WIDEST);
    }
}
