package dev.tulle.controlplane.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which custom kinds speak about a mesh, read from their definitions. */
final class CustomKinds {
    /** Every kind of these groups is watched: one that Tulle does not support says so in its status. */
    private static final Set<String> GROUPS =
            Set.of("networking.istio.io", "security.istio.io", "telemetry.istio.io", "extensions.istio.io");

    /** The newest first. */
    private static final List<String> VERSIONS = List.of("v1", "v1beta1", "v1alpha3", "v1alpha1");

    private CustomKinds() {}

    static boolean isOurs(ApiResource resource) {
        return GROUPS.contains(resource.group());
    }

    /** The kind that a definition defines; empty where it is none of ours, or is not served (yet). */
    static Optional<ApiResource> of(GenericKubernetesResource definition) {
        String group = definition.get("spec", "group");
        if (group == null || !GROUPS.contains(group) || !isEstablished(definition)) {
            return Optional.empty();
        }
        String kind = definition.get("spec", "names", "kind");
        String plural = definition.get("spec", "names", "plural");
        return version(definition).map(version -> ApiResource.namespaced(group, version, kind, plural));
    }

    private static Optional<String> version(GenericKubernetesResource definition) {
        List<Map<String, Object>> versions = definition.get("spec", "versions");
        return VERSIONS.stream()
                .filter(wanted -> versions.stream()
                        .anyMatch(version ->
                                wanted.equals(version.get("name")) && Boolean.TRUE.equals(version.get("served"))))
                .findFirst();
    }

    private static boolean isEstablished(GenericKubernetesResource definition) {
        List<Map<String, Object>> conditions = definition.get("status", "conditions");
        return conditions != null
                && conditions.stream()
                        .anyMatch(condition ->
                                "Established".equals(condition.get("type")) && "True".equals(condition.get("status")));
    }
}
