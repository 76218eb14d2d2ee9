package dev.tulle.controlplane.debug;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import dev.tulle.mesh.xds.EncodedResource;
import dev.tulle.mesh.xds.ResourceType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** What one proxy shall have, as JSON: Envoy's own field names, secrets by name and version only. */
final class ConfigDumpJson {
    private ConfigDumpJson() {}

    static JsonObject dump(Map<ResourceType, List<EncodedResource>> resources) {
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
                        .put("resource", body(resource)));
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

    private static Object body(EncodedResource resource) {
        try {
            return switch (resource.type()) {
                case CLUSTER -> json(Cluster.parseFrom(resource.value()));
                case ENDPOINT -> json(ClusterLoadAssignment.parseFrom(resource.value()));
                case LISTENER -> json(Listener.parseFrom(resource.value()));
                case ROUTE -> json(RouteConfiguration.parseFrom(resource.value()));
                case VIRTUAL_HOST -> json(VirtualHost.parseFrom(resource.value()));
                case SECRET -> "<redacted>";
            };
        } catch (InvalidProtocolBufferException e) {
            return new JsonObject().put("error", "cannot be shown: " + e.getMessage());
        }
    }

    private static JsonObject json(Message message) throws InvalidProtocolBufferException {
        return new JsonObject(JsonFormat.printer()
                .usingTypeRegistry(TypeRegistry.getEmptyTypeRegistry())
                .preservingProtoFieldNames()
                .print(message));
    }
}
