package dev.tulle.console.graph;

/** How are they? A service by what comes in, everything else by what comes in and what it sends, as in Kiali. */
final class HealthStep implements GraphStep {
    @Override
    public TrafficGraph apply(TrafficGraph graph) {
        return graph.withNodes(node -> {
            var in = Health.of(graph.into(node.key()));
            return node.with(node.key().kind() == NodeKind.SERVICE ? in : in.worse(Health.of(graph.outOf(node.key()))));
        });
    }
}
