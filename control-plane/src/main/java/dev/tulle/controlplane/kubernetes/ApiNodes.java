package dev.tulle.controlplane.kubernetes;

import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigNode.Field;
import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.config.ConfigNode.Sequence;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of an object of the API matters to the mesh, as a document. Left out is whatever a server, a kubelet or a tool writes for
 * itself: two forms of an object that mean the same to the mesh are equal here, so a heartbeat moves nothing, and neither does
 * what the control plane itself writes into a status.
 */
final class ApiNodes {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private ApiNodes() {}

    static Mapping document(GenericKubernetesResource object) {
        var fields = new LinkedHashMap<String, Field>();
        put(fields, "apiVersion", object.getApiVersion());
        put(fields, "kind", object.getKind());
        put(fields, "metadata", metadata(object));
        var properties = object.getAdditionalProperties();
        switch (object.getKind()) {
            case "Pod" -> {
                put(fields, "spec", podSpec(map(properties.get("spec"))));
                put(fields, "status", podStatus(map(properties.get("status"))));
            }
            case "Namespace" -> {}
            default ->
                properties.forEach((name, value) -> {
                    if (!name.equals("status")) {
                        put(fields, name, value);
                    }
                });
        }
        return new Mapping(fields, 0);
    }

    private static Map<String, Object> metadata(GenericKubernetesResource object) {
        var metadata = object.getMetadata();
        var kept = new LinkedHashMap<String, Object>();
        keep(kept, "name", metadata.getName());
        keep(kept, "namespace", metadata.getNamespace());
        keep(kept, "uid", metadata.getUid());
        keep(kept, "creationTimestamp", metadata.getCreationTimestamp());
        keep(kept, "deletionTimestamp", metadata.getDeletionTimestamp());
        keep(kept, "generation", metadata.getGeneration());
        keep(kept, "labels", metadata.getLabels());
        keep(kept, "annotations", annotations(object.getKind(), metadata));
        if (object.getKind().equals("Pod")) {
            keep(kept, "ownerReferences", owners(metadata));
        }
        return kept;
    }

    private static Map<String, String> annotations(String kind, ObjectMeta metadata) {
        var kept = new LinkedHashMap<String, String>();
        Optional.ofNullable(metadata.getAnnotations()).orElse(Map.of()).forEach((name, value) -> {
            var matters =
                    switch (kind) {
                        case "Pod" -> name.contains("istio.io/") || name.startsWith("tulle.dev/");
                        case "EndpointSlice", "Secret" -> false;
                        default -> !name.equals(LAST_APPLIED);
                    };
            if (matters) {
                kept.put(name, value);
            }
        });
        return kept;
    }

    private static List<Map<String, String>> owners(ObjectMeta metadata) {
        return Optional.ofNullable(metadata.getOwnerReferences()).orElse(List.of()).stream()
                .map(ApiNodes::owner)
                .toList();
    }

    private static Map<String, String> owner(OwnerReference owner) {
        return Map.of("apiVersion", owner.getApiVersion(), "kind", owner.getKind(), "name", owner.getName());
    }

    private static Map<String, Object> podSpec(Map<?, ?> spec) {
        var kept = select(spec, Set.of("serviceAccountName", "hostNetwork", "nodeName"));
        kept.put("containers", containers(spec.get("containers")));
        if (spec.containsKey("initContainers")) {
            kept.put("initContainers", containers(spec.get("initContainers")));
        }
        return kept;
    }

    private static List<?> containers(@Nullable Object containers) {
        return list(containers).stream()
                .map(container -> select(map(container), Set.of("name", "ports", "restartPolicy")))
                .toList();
    }

    /** Of the conditions only Ready counts, and of that not when it was last probed. */
    private static Map<String, Object> podStatus(Map<?, ?> status) {
        var kept = select(status, Set.of("phase", "podIP", "podIPs"));
        kept.put(
                "conditions",
                list(status.get("conditions")).stream()
                        .map(ApiNodes::map)
                        .filter(condition -> "Ready".equals(condition.get("type")))
                        .map(condition -> select(condition, Set.of("type", "status")))
                        .toList());
        return kept;
    }

    private static Map<String, Object> select(Map<?, ?> from, Set<String> names) {
        var kept = new LinkedHashMap<String, Object>();
        from.forEach((name, value) -> {
            if (name instanceof String text && names.contains(text)) {
                keep(kept, text, value);
            }
        });
        return kept;
    }

    private static void keep(Map<String, Object> kept, String name, @Nullable Object value) {
        if (value != null) {
            kept.put(name, value);
        }
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static void put(SequencedMap<String, Field> fields, String name, @Nullable Object value) {
        fields.put(name, new Field(node(value), 0));
    }

    private static ConfigNode node(@Nullable Object value) {
        return switch (value) {
            case null -> new ConfigNode.Null(0);
            case Map<?, ?> map -> {
                var fields = new LinkedHashMap<String, Field>();
                map.forEach((name, inner) -> put(fields, String.valueOf(name), inner));
                yield new Mapping(fields, 0);
            }
            case List<?> list -> new Sequence(list.stream().map(ApiNodes::node).toList(), 0);
            case Boolean flag -> new ConfigNode.Bool(flag, 0);
            case BigDecimal number -> new ConfigNode.Numeral(number.toPlainString(), 0);
            case Number number -> new ConfigNode.Numeral(number.toString(), 0);
            case Object other -> new ConfigNode.Text(other.toString(), 0);
        };
    }
}
