package dev.tulle.console.traces;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** One line per trace out of Zipkin's lists of spans. */
public final class TraceList {
    private TraceList() {}

    /** {@code traces}, newest first, with times in microseconds as Zipkin has them, and {@code services}. */
    public static ObjectNode json(JsonNode traces, JsonNode services) {
        var json = JsonNodeFactory.instance.objectNode();
        json.set("services", services);
        var lines = new ArrayList<ObjectNode>();
        traces.forEach(spans -> {
            if (!spans.isEmpty()) {
                lines.add(line(spans));
            }
        });
        lines.sort(
                Comparator.comparingLong((ObjectNode line) -> line.path("start").asLong())
                        .reversed());
        json.putArray("traces").addAll(List.copyOf(lines));
        return json;
    }

    private static ObjectNode line(JsonNode spans) {
        var start = Long.MAX_VALUE;
        var end = Long.MIN_VALUE;
        var errors = 0;
        var services = new TreeSet<String>();
        var root = spans.get(0);
        for (var span : spans) {
            var from = span.path("timestamp").asLong();
            start = Math.min(start, from);
            end = Math.max(end, from + span.path("duration").asLong());
            services.add(span.path("localEndpoint").path("serviceName").asText());
            errors += isError(span) ? 1 : 0;
            if (!span.has("parentId")) {
                root = span;
            }
        }
        var line = JsonNodeFactory.instance
                .objectNode()
                .put("id", root.path("traceId").asText())
                .put("name", root.path("name").asText())
                .put("url", root.path("tags").path("http.url").asText())
                .put("status", root.path("tags").path("http.status_code").asText())
                .put("start", start)
                .put("duration", end - start)
                .put("spans", spans.size())
                .put("errors", errors);
        var names = line.putArray("services");
        services.forEach(names::add);
        return line;
    }

    private static boolean isError(JsonNode span) {
        var tags = span.path("tags");
        var status = tags.path("http.status_code").asText();
        return tags.has("error") || status.startsWith("5") || status.startsWith("4");
    }
}
