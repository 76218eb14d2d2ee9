package dev.tulle.console.graph;

import dev.tulle.console.mesh.MeshConfig;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Which workloads take part without a proxy? Only said where the control plane knows their pods. */
final class MissingSidecars implements GraphStep {
    private final NavigableSet<String> pods;
    private final NavigableSet<String> withProxy;

    MissingSidecars(MeshConfig config) {
        pods = new TreeSet<>(config.workloads().values());
        withProxy = config.workloadsWithProxy();
    }

    @Override
    public TrafficGraph apply(TrafficGraph graph) {
        return graph.withNodes(node -> {
            var missing = node.key().kind() != NodeKind.SERVICE
                    && node.members().stream().anyMatch(member -> pods.contains(member) && !withProxy.contains(member));
            return missing ? node.with(Badge.MISSING_SIDECAR, new TreeSet<>()) : node;
        });
    }
}
