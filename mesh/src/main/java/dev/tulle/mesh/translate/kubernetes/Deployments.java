package dev.tulle.mesh.translate.kubernetes;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.translate.strict.Fields;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads Deployments. Source: Kubernetes apps/v1 Deployment. */
public final class Deployments {
    private static final int MAX_REPLICAS = 10_000;

    private Deployments() {}

    /**
     * A Deployment.
     *
     * @param replicas wanted; 1 unless written
     * @param labels of its pods
     * @param annotations of its pods
     * @param edgePort where its edge application listens, if it has one
     */
    public record DeploymentSpec(
            ConfigKey source,
            int replicas,
            Map<String, String> labels,
            Map<String, String> annotations,
            String serviceAccount,
            SortedMap<String, Integer> namedPorts,
            OptionalInt edgePort) {
        public DeploymentSpec {
            labels = Map.copyOf(labels);
            annotations = Map.copyOf(annotations);
        }
    }

    /** Reads one Deployment. */
    public static DeploymentSpec read(ConfigObject object, Fields root) {
        root.require("spec");
        var spec = root.mapping("spec");
        spec.ifPresent(fields -> {
            fields.allow("minReadySeconds", "paused", "progressDeadlineSeconds", "revisionHistoryLimit", "strategy");
            fields.require("selector");
            fields.require("template");
        });
        var replicas =
                spec.map(fields -> fields.integer("replicas", 0, MAX_REPLICAS)).orElseGet(OptionalInt::empty);
        var template = spec.flatMap(fields -> fields.mapping("template"));
        var metadata = template.flatMap(fields -> fields.mapping("metadata"));
        metadata.ifPresent(fields -> fields.allow("creationTimestamp", "name", "namespace", "finalizers"));
        Map<String, String> labels =
                metadata.map(fields -> fields.textMap("labels")).orElseGet(TreeMap::new);
        Map<String, String> annotations =
                metadata.map(fields -> fields.textMap("annotations")).orElseGet(TreeMap::new);
        spec.flatMap(fields -> fields.mapping("selector")).ifPresent(selector -> checkSelector(selector, labels));
        template.ifPresent(fields -> fields.require("spec"));
        var pod = template.flatMap(fields -> fields.mapping("spec"))
                .map(fields -> PodTemplates.read(fields, PodTemplates.Author.USER))
                .orElse(PodTemplates.PodSpec.UNKNOWN);
        return new DeploymentSpec(
                object.key(),
                replicas.orElse(1),
                labels,
                annotations,
                pod.serviceAccount(),
                pod.namedPorts(),
                Pods.edgePort(annotations, root));
    }

    private static void checkSelector(Fields selector, Map<String, String> labels) {
        selector.allow("matchExpressions");
        selector.textMap("matchLabels").forEach((name, value) -> {
            if (!value.equals(Optional.ofNullable(labels.get(name)).orElse(""))) {
                selector.error(
                        "matchLabels", "the template has no label " + name + ": " + value + ", expected it there");
            }
        });
    }
}
