package dev.tulle.mesh.injection;

import dev.tulle.mesh.config.ConfigNode.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A container {@code istio-proxy} that the pod's author wrote changes the injected one of that name. Source: Istio, "Customizing
 * injection".
 */
final class ProxyOverrides {
    private static final Set<String> OURS = Set.of("args", "command", "workingDir");
    /** Lists whose items are told apart by a field. */
    private static final Map<String, String> LISTS =
            Map.of("env", "name", "ports", "containerPort", "volumeMounts", "mountPath");

    private ProxyOverrides() {}

    /** What cannot be changed so. */
    static List<String> problems(Mapping written) {
        return OURS.stream()
                .filter(field -> Nodes.find(written, field).isPresent())
                .sorted()
                .map(field -> "spec.containers[" + ProxyContainers.PROXY + "]." + field
                        + ": the mesh starts the proxy, expected a container without it")
                .toList();
    }

    /** The injected container, with what the author wrote in place of the same there. */
    static Mapping apply(Mapping proxy, Mapping written) {
        var draft = new ObjectDraft(proxy);
        written.fields().forEach((name, field) -> {
            var key = LISTS.get(name);
            if (key != null) {
                draft.put(name, union(Nodes.mappings(proxy, name), Nodes.mappings(written, name), key));
            } else if (field.value() instanceof Mapping inner && name.equals("resources")) {
                draft.edit(name, resources -> {
                    inner.fields().forEach((part, value) -> resources.put(part, value.value()));
                    return resources;
                });
            } else if (!name.equals("image") || !isAuto(written)) {
                draft.put(name, field.value());
            }
        });
        return draft.end();
    }

    /** Istio's word for the image that the mesh chooses. */
    private static boolean isAuto(Mapping written) {
        return Set.of("", "auto").contains(Nodes.text(written, "image"));
    }

    private static List<Mapping> union(List<Mapping> injected, List<Mapping> written, String key) {
        var all = new ArrayList<>(injected);
        all.removeIf(item ->
                written.stream().anyMatch(other -> Nodes.text(other, key).equals(Nodes.text(item, key))));
        all.addAll(written);
        return all;
    }
}
