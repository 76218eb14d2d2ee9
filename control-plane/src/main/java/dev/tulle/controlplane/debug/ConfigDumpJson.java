package dev.tulle.controlplane.debug;

import dev.tulle.mesh.xds.EncodedResource;
import dev.tulle.mesh.xds.ResourceJson;
import dev.tulle.mesh.xds.ResourceType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** What one proxy shall have, as proto3 JSON; secrets by name and version only. */
final class ConfigDumpJson {
    private ConfigDumpJson() {}

    static JsonObject dump(Map<ResourceType, List<EncodedResource>> resources) {
        var printer = new ResourceJson();
        var types = new JsonObject();
        resources.forEach((type, all) -> {
            var entries = new JsonArray();
            for (var resource : all) {
                var sources = new JsonArray();
                resource.sources().forEach(source -> sources.add(source.toString()));
                entries.add(new JsonObject()
                        .put("name", resource.name())
                        .put("version", resource.version().value())
                        .put("sources", sources)
                        .put("resource", body(resource, printer)));
            }
            types.put(name(type), entries);
        });
        return types;
    }

    private static String name(ResourceType type) {
        return switch (type) {
            case CLUSTER -> "clusters";
            case ENDPOINT -> "endpoints";
            case SECRET -> "secrets";
            case LISTENER -> "listeners";
            case ROUTE -> "routes";
            case VIRTUAL_HOST -> "virtual_hosts";
        };
    }

    private static Object body(EncodedResource resource, ResourceJson printer) {
        return switch (resource.type()) {
            case CLUSTER, ENDPOINT, LISTENER, ROUTE, VIRTUAL_HOST -> new JsonObject(printer.one(resource));
            case SECRET -> "<redacted>";
        };
    }
}
