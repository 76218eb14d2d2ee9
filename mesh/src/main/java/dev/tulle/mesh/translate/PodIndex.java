package dev.tulle.mesh.translate;

import dev.tulle.mesh.translate.kubernetes.Pods.PodSpec;
import dev.tulle.mesh.translate.kubernetes.Services.ServiceSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pods by namespace and label, so that a selector does not look at every pod of the mesh. */
final class PodIndex {
    private record LabelKey(String namespace, String name, String value) {}

    private final Map<LabelKey, List<PodSpec>> byLabel = new HashMap<>();

    PodIndex(Collection<PodSpec> pods) {
        for (var pod : pods) {
            pod.labels().forEach((name, value) -> byLabel.computeIfAbsent(
                            new LabelKey(pod.key().namespace(), name, value), key -> new ArrayList<>())
                    .add(pod));
        }
    }

    /** The pods that a Service sends to, in the order given. */
    List<PodSpec> selectedBy(ServiceSpec service) {
        var namespace = service.source().namespace();
        return service.selector().entrySet().stream()
                .map(label ->
                        byLabel.getOrDefault(new LabelKey(namespace, label.getKey(), label.getValue()), List.of()))
                .min(Comparator.comparingInt(List::size))
                .orElse(List.of())
                .stream()
                .filter(pod -> service.selects(pod.labels()))
                .toList();
    }
}
