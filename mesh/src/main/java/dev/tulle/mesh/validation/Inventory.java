package dev.tulle.mesh.validation;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.injection.Selection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** All objects, by what analyzers ask for. */
final class Inventory {
    /** Kinds that make pods from a template, with the template's path. */
    private static final Map<String, List<String>> TEMPLATES = Map.of(
            "Deployment", List.of("spec", "template"),
            "StatefulSet", List.of("spec", "template"),
            "DaemonSet", List.of("spec", "template"),
            "Job", List.of("spec", "template"),
            "CronJob", List.of("spec", "jobTemplate", "spec", "template"));

    private static final Set<String> WORKLOADS = Set.of("apps", "batch");

    private final ConfigSnapshot snapshot;

    Inventory(ConfigSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** Of the core group. */
    List<ConfigObject> core(String kind) {
        return snapshot.objects().values().stream()
                .filter(object ->
                        object.key().group().isEmpty() && object.key().kind().equals(kind))
                .toList();
    }

    Optional<ConfigObject> find(String group, String kind, String namespace, String name) {
        return snapshot.find(new ConfigKey(group, kind, namespace, name));
    }

    List<MeshPod> pods() {
        return core("Pod").stream().map(MeshPod::ofPod).toList();
    }

    /** Pods by how they are described: the templates of workloads, and pods that nobody owns. */
    List<MeshPod> described() {
        var workloads = snapshot.objects().values().stream()
                .filter(object -> WORKLOADS.contains(object.key().group()))
                .flatMap(
                        object -> Optional.ofNullable(TEMPLATES.get(object.key().kind()))
                                .map(path -> MeshPod.ofTemplate(object, path))
                                .stream());
        return Stream.concat(workloads, pods().stream())
                .filter(pod -> !pod.isOwned())
                .toList();
    }

    /** Empty when the namespace is not there. */
    Map<String, String> namespaceLabels(String namespace) {
        return find("", "Namespace", "", namespace).map(ConfigObject::labels).orElse(Map.of());
    }

    Selection selection(MeshPod pod) {
        return Selection.decide(
                new Selection.Candidate(
                        pod.object().key().namespace(),
                        namespaceLabels(pod.object().key().namespace()),
                        pod.labels(),
                        pod.annotations(),
                        pod.isOfHostNetwork() ? Selection.Network.HOST : Selection.Network.POD),
                "default");
    }

    /** Namespaces that are nobody's application's. */
    static boolean isSystem(String namespace) {
        return Selection.SYSTEM_NAMESPACES.contains(namespace)
                || Set.of("istio-system", "tulle-system").contains(namespace);
    }
}
