package dev.tulle.console.graph;

import dev.tulle.console.mesh.MeshConfig;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Which workloads does a Gateway open to the outside? */
final class Gateways implements GraphStep {
    private final NavigableMap<String, NavigableSet<String>> gateways;

    Gateways(MeshConfig config) {
        gateways = config.gateways();
    }

    @Override
    public TrafficGraph apply(TrafficGraph graph) {
        return graph.withNodes(node -> {
            var gateway = node;
            for (var member : node.members()) {
                if (gateways.containsKey(member) && node.key().kind() != NodeKind.SERVICE) {
                    gateway = gateway.with(Badge.GATEWAY, gateways.getOrDefault(member, new TreeSet<>()));
                }
            }
            return gateway;
        });
    }
}
