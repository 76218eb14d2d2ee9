package dev.tulle.console.graph;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tulle.console.layout.Placement;
import dev.tulle.console.prometheus.TrafficAnswers;
import java.util.Objects;

/** A placed graph as the browser takes it. Rates are per second, durations in ms, lengths in CSS pixels. */
final class GraphJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private GraphJson() {}

    static ObjectNode json(TrafficGraph graph, Placement placement, GraphType type, TrafficAnswers answers) {
        var json = JSON.objectNode()
                .put("type", type.word())
                .put("window", answers.window().seconds())
                .put("at", answers.at().getEpochSecond())
                .put("width", placement.all().width())
                .put("height", placement.all().height());
        var groups = json.putArray("boxes");
        placement.groups().keySet().stream().sorted().forEach(name -> groups.addObject()
                .put("namespace", name)
                .setAll(rectangle(Objects.requireNonNull(placement.groups().get(name)))));
        var nodes = json.putArray("nodes");
        graph.nodes().values().forEach(node -> nodes.add(node(graph, node, placement)));
        var edges = json.putArray("edges");
        graph.edges().forEach((key, traffic) -> edges.add(edge(key, traffic, placement)));
        return json;
    }

    private static ObjectNode node(TrafficGraph graph, GraphNode node, Placement placement) {
        var key = node.key();
        var json = JSON.objectNode()
                .put("id", key.id())
                .put("kind", key.kind().word())
                .put("namespace", key.namespace())
                .put("name", key.name())
                .put("version", key.version())
                .put("health", node.health().word());
        var members = json.putArray("workloads");
        node.members().forEach(members::add);
        var badges = json.putArray("badges");
        node.badges().forEach((badge, causes) -> {
            var entry = badges.addObject().put("badge", badge.word()).put("title", badge.title());
            var objects = entry.putArray("objects");
            causes.forEach(objects::add);
        });
        json.set("in", TrafficJson.json(graph.into(key)));
        json.set("out", TrafficJson.json(graph.outOf(key)));
        json.setAll(rectangle(Objects.requireNonNull(placement.boxes().get(key.id()))));
        return json;
    }

    private static ObjectNode edge(EdgeKey key, Traffic traffic, Placement placement) {
        var json = JSON.objectNode()
                .put("id", key.id())
                .put("source", key.source().id())
                .put("target", key.target().id())
                .put("protocol", key.protocol().word())
                .put("health", Health.of(traffic).word());
        json.setAll(TrafficJson.json(traffic));
        var line = Objects.requireNonNull(placement.links().get(key.id()));
        var points = json.putArray("points");
        line.points().forEach(point -> points.addArray().add(point.x()).add(point.y()));
        json.putArray("label").add(line.label().x()).add(line.label().y());
        return json;
    }

    private static ObjectNode rectangle(Placement.Rectangle rectangle) {
        return JSON.objectNode()
                .put("x", rectangle.x())
                .put("y", rectangle.y())
                .put("width", rectangle.width())
                .put("height", rectangle.height());
    }
}
