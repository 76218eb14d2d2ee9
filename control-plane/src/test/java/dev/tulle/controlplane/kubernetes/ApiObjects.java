package dev.tulle.controlplane.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.Origin;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Optional;

/** Objects as the API server sends them. */
final class ApiObjects {
    static final KubernetesSerialization SERIALIZATION = RawObjects.of(new ObjectMapper());

    private ApiObjects() {}

    static GenericKubernetesResource read(String json) {
        return SERIALIZATION.unmarshal(json, GenericKubernetesResource.class);
    }

    static ConfigObject config(String json) {
        var object = read(json);
        var namespace = Optional.ofNullable(object.getMetadata().getNamespace()).orElse("");
        var parsed = ConfigParser.parse(
                new Origin.Cluster(namespace, object.getMetadata().getName()), ApiNodes.document(object));
        return parsed.objects().getFirst();
    }

    static void put(ClusterObjects objects, String json) {
        var object = config(json);
        ConfigKey key = object.key();
        var origin = new Origin.Cluster(key.namespace(), key.name());
        objects.put(key, ConfigParser.parse(origin, ApiNodes.document(read(json))));
    }
}
