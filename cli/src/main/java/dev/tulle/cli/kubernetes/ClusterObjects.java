package dev.tulle.cli.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.Origin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Objects of the API server as the mesh library reads them. */
final class ClusterObjects {
    private ClusterObjects() {}

    /** The objects of a list; the server leaves out what all of them have in common. */
    static List<ConfigObject> ofList(JsonNode list, ResourceType type) {
        var objects = new ArrayList<ConfigObject>();
        for (var item : list.path("items")) {
            if (item instanceof ObjectNode object) {
                object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
                of(object).ifPresent(objects::add);
            }
        }
        return objects;
    }

    /** One object; empty when it is none that the library can read. */
    static Optional<ConfigObject> of(JsonNode json) {
        var parsed = ConfigParser.parse("cluster", json.toString().getBytes(StandardCharsets.UTF_8));
        return parsed.objects().stream()
                .findFirst()
                .map(object -> new ConfigObject(
                        object.key(),
                        object.version(),
                        new Origin.Cluster(),
                        json.path("metadata").path("generation").asLong(1),
                        object.created(),
                        object.labels(),
                        object.annotations(),
                        object.root()));
    }
}
