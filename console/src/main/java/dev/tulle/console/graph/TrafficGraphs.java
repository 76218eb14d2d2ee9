package dev.tulle.console.graph;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tulle.console.layout.GraphLayout;
import dev.tulle.console.mesh.MeshConfig;
import dev.tulle.console.prometheus.TrafficAnswers;
import java.util.List;

/**
 * The steps in order.
 *
 * <pre>
 * Prometheus' answers -> one line per call      Calls
 *   -> nodes and edges of a graph type          Nodes
 *   -> what is worth knowing of each            HealthStep, TrafficSources, Gateways, ConfigBadges, MissingSidecars
 *   -> positions                                GraphLayout
 *   -> JSON                                     GraphJson
 * </pre>
 */
public final class TrafficGraphs {
    private final GraphLayout layout;

    public TrafficGraphs(GraphLayout layout) {
        this.layout = layout;
    }

    /**
     * The graph as the browser draws it.
     *
     * @param type what a node stands for
     * @param serviceNodes without meaning for a service graph
     */
    public ObjectNode draw(TrafficAnswers answers, MeshConfig config, GraphType type, ServiceNodes serviceNodes) {
        var graph = Nodes.connect(Calls.merge(answers), type, serviceNodes);
        List<GraphStep> steps = List.of(
                new HealthStep(),
                new TrafficSources(),
                new Gateways(config),
                new ConfigBadges(config),
                new MissingSidecars(config));
        for (var step : steps) {
            graph = step.apply(graph);
        }
        return GraphJson.json(graph, layout.place(Topologies.of(graph)), type, answers);
    }
}
