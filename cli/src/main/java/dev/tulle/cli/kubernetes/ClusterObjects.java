package dev.tulle.cli.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.ConfigText;
import dev.tulle.mesh.config.Origin;
import dev.tulle.mesh.config.UnreadableDocument;
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
        var metadata = json.path("metadata");
        var origin = new Origin.Cluster(
                metadata.path("namespace").asText(""), metadata.path("name").asText(""));
        return mapping(json).map(document -> ConfigParser.parse(origin, document)).stream()
                .flatMap(parsed -> parsed.objects().stream())
                .findFirst();
    }

    private static Optional<ConfigNode.Mapping> mapping(JsonNode json) {
        try {
            return ConfigText.read(json.toString()).stream()
                    .filter(ConfigNode.Mapping.class::isInstance)
                    .map(ConfigNode.Mapping.class::cast)
                    .findFirst();
        } catch (UnreadableDocument e) {
            return Optional.empty();
        }
    }
}
