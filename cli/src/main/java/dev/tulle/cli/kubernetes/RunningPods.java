package dev.tulle.cli.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tulle.cli.CommandFailure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Pods as the API server shows them at this moment. */
final class RunningPods {
    private RunningPods() {}

    /** Those with all these labels, sorted by name; pods that are going away are left out. */
    static List<JsonNode> find(ApiServer server, String namespace, Map<String, String> labels)
            throws InterruptedException, CommandFailure {
        var selector = new TreeMap<>(labels)
                .entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(","));
        var found = new ArrayList<JsonNode>();
        server.get("/api/v1/namespaces/" + namespace + "/pods?labelSelector="
                        + URLEncoder.encode(selector, StandardCharsets.UTF_8))
                .path("items")
                .forEach(found::add);
        found.removeIf(pod -> pod.path("metadata").has("deletionTimestamp"));
        return found;
    }

    static boolean isReady(JsonNode pod) {
        return StreamSupport.stream(pod.path("status").path("conditions").spliterator(), false)
                .anyMatch(condition -> condition.path("type").asText().equals("Ready")
                        && condition.path("status").asText().equals("True"));
    }

    static PodName name(JsonNode pod) {
        return new PodName(
                pod.path("metadata").path("namespace").asText(),
                pod.path("metadata").path("name").asText());
    }
}
