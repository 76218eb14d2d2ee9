package dev.tulle.controlplane.debug;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.config.ConfigNode.Sequence;
import dev.tulle.mesh.config.ConfigNode.Text;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.injection.InjectionSettings;
import dev.tulle.mesh.injection.Injector;
import dev.tulle.mesh.injection.PodContext;
import dev.tulle.mesh.injection.Selection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pods that would get a proxy if they were made now and have none: they are older than the label. */
final class InjectJson {
    private static final String PROXY = "istio-proxy";

    private InjectJson() {}

    static JsonArray missing(ConfigSnapshot snapshot) {
        var injector = new Injector(InjectionSettings.defaults());
        var missing = new JsonArray();
        for (var object : snapshot.objects().values()) {
            if (object.key().kind().equals("Pod")
                    && !hasProxy(object)
                    && injector.select(object.root(), context(object, snapshot)) instanceof Selection.Inject) {
                missing.add(new JsonObject()
                        .put("namespace", object.key().namespace())
                        .put("pod", object.key().name())
                        .put("message", "has no proxy, it is older than the label: restart it"));
            }
        }
        return missing;
    }

    private static PodContext context(ConfigObject pod, ConfigSnapshot snapshot) {
        var namespace = pod.key().namespace();
        var labels =
                snapshot.find(new ConfigKey("", "Namespace", "", namespace)).map(ConfigObject::labels);
        return new PodContext(namespace, labels.orElse(Map.of()), pod.key().name());
    }

    private static boolean hasProxy(ConfigObject pod) {
        var spec = value(pod.root(), "spec");
        return containers(spec, "containers") || containers(spec, "initContainers");
    }

    private static boolean containers(Optional<ConfigNode> spec, String list) {
        var items = spec.flatMap(node -> value(node, list))
                .map(node -> node instanceof Sequence sequence ? sequence.items() : List.<ConfigNode>of());
        return items.orElse(List.of()).stream().anyMatch(container -> value(container, "name")
                .filter(name -> name instanceof Text text && text.value().equals(PROXY))
                .isPresent());
    }

    private static Optional<ConfigNode> value(ConfigNode parent, String name) {
        return parent instanceof Mapping mapping
                ? Optional.ofNullable(mapping.fields().get(name)).map(ConfigNode.Field::value)
                : Optional.empty();
    }
}
