package dev.tulle.console.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tulle.console.graph.TrafficGraphs;
import dev.tulle.console.http.Unreachable;
import dev.tulle.console.mesh.ControlPlaneClient;
import dev.tulle.console.mesh.MeshConfig;
import dev.tulle.console.prometheus.PrometheusClient;
import dev.tulle.console.prometheus.PrometheusUnavailable;
import dev.tulle.console.prometheus.Window;
import jakarta.inject.Singleton;
import java.time.Instant;

/** Asks, and draws what was answered. Thread: any; blocks while it asks. */
@Singleton
public class Observer {
    private final PrometheusClient prometheus;
    private final ControlPlaneClient controlPlane;
    private final TrafficGraphs graphs;

    Observer(PrometheusClient prometheus, ControlPlaneClient controlPlane, TrafficGraphs graphs) {
        this.prometheus = prometheus;
        this.controlPlane = controlPlane;
        this.graphs = graphs;
    }

    Observation observe(Instant at, Window window) throws PrometheusUnavailable {
        var answers = prometheus.traffic(at, window);
        try {
            return new Observation(answers, controlPlane.config(), "");
        } catch (Unreachable e) {
            return new Observation(answers, MeshConfig.UNKNOWN, "No badges: the control plane " + e.getMessage() + ".");
        }
    }

    String draw(Observation observation, GraphView view) {
        return graphs.draw(observation.answers(), observation.config(), view.type(), view.serviceNodes())
                .put("warning", observation.warning())
                .toString();
    }

    /** The graph of one moment, past or present, as JSON. */
    public String graph(Instant at, GraphView view) throws PrometheusUnavailable {
        return draw(observe(at, view.window()), view);
    }

    static String problem(String message) {
        return JsonNodeFactory.instance.objectNode().put("error", message).toString();
    }
}
