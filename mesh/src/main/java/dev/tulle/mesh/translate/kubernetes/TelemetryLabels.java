package dev.tulle.mesh.translate.kubernetes;

import dev.tulle.mesh.model.WorkloadLabels;
import java.util.Map;
import java.util.Optional;

/** The names that metrics give a pod. Source: Istio, "Standard metrics", and its canonical service. */
public final class TelemetryLabels {
    private static final String UNKNOWN = "unknown";

    private TelemetryLabels() {}

    /** The names of a pod with these labels. */
    public static WorkloadLabels of(String workload, String namespace, Map<String, String> labels) {
        var app = first(labels, "app", "app.kubernetes.io/name");
        var version = first(labels, "version", "app.kubernetes.io/version");
        return new WorkloadLabels(
                workload,
                namespace,
                app.orElse(UNKNOWN),
                version.orElse(UNKNOWN),
                first(labels, "service.istio.io/canonical-name", "app.kubernetes.io/name", "app")
                        .orElse(workload),
                first(labels, "service.istio.io/canonical-revision", "app.kubernetes.io/version", "version")
                        .orElse("latest"));
    }

    private static Optional<String> first(Map<String, String> labels, String... names) {
        for (var name : names) {
            var value = Optional.ofNullable(labels.get(name)).filter(text -> !text.isEmpty());
            if (value.isPresent()) {
                return value;
            }
        }
        return Optional.empty();
    }
}
