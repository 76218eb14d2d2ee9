package dev.tulle.mesh.injection;

import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.translate.kubernetes.Pods;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Injects whatever document holds a pod: a Pod, a workload with a template of one, a List of those. */
public final class WorkloadDocuments {
    private static final List<String> TEMPLATE = List.of("spec", "template");
    private static final Map<String, List<String>> PATHS = Map.of(
            "Pod", List.of(),
            "Deployment", TEMPLATE,
            "StatefulSet", TEMPLATE,
            "DaemonSet", TEMPLATE,
            "ReplicaSet", TEMPLATE,
            "ReplicationController", TEMPLATE,
            "Job", TEMPLATE,
            "PodTemplate", List.of("template"),
            "CronJob", List.of("spec", "jobTemplate", "spec", "template"));

    private final Injector injector;
    private final Function<String, Map<String, String>> namespaceLabels;
    private final String defaultNamespace;

    /**
     * @param namespaceLabels the labels of a namespace
     * @param defaultNamespace of documents that name none
     */
    public WorkloadDocuments(
            Injector injector, Function<String, Map<String, String>> namespaceLabels, String defaultNamespace) {
        this.injector = injector;
        this.namespaceLabels = namespaceLabels;
        this.defaultNamespace = defaultNamespace;
    }

    /**
     * What became of one document.
     *
     * @param document with its proxies; unchanged where there is no pod in it or it gets none
     * @param pods each pod or template in it
     */
    public record Outcome(ConfigNode document, List<PodOutcome> pods) {
        public Outcome {
            pods = List.copyOf(pods);
        }
    }

    /**
     * What became of one pod.
     *
     * @param workload {@code Deployment servicea/servicea}
     */
    public record PodOutcome(String workload, Injection injection) {}

    /** Injects one document. */
    public Outcome inject(ConfigNode document) {
        var pods = new ArrayList<PodOutcome>();
        return new Outcome(document(document, pods), pods);
    }

    private ConfigNode document(ConfigNode node, List<PodOutcome> pods) {
        if (!(node instanceof Mapping document)) {
            return node;
        }
        var kind = Nodes.text(document, "kind");
        if (kind.endsWith("List")) {
            var items = Nodes.items(document, "items").stream()
                    .map(item -> document(item, pods))
                    .toList();
            return items.isEmpty()
                    ? document
                    : new ObjectDraft(document).put("items", items).end();
        }
        return Optional.ofNullable(PATHS.get(kind))
                .<ConfigNode>map(path -> workload(document, kind, path, pods))
                .orElse(document);
    }

    private Mapping workload(Mapping document, String kind, List<String> path, List<PodOutcome> pods) {
        var metadata = Nodes.mapping(document, "metadata");
        var written = Nodes.text(metadata, "namespace");
        var namespace = written.isEmpty() ? defaultNamespace : written;
        var name = Nodes.text(metadata, "name");
        var workload = path.isEmpty() ? workloadOf(document) : Pods.workload(kind, name, Map.of());
        var context = new PodContext(namespace, namespaceLabels.apply(namespace), workload);
        return at(document, path, pod -> {
            var injection = injector.inject(pod, context);
            pods.add(new PodOutcome(kind + " " + namespace + "/" + (name.isEmpty() ? workload : name), injection));
            return switch (injection) {
                case Injection.Injected(var injected, var capture, var notes) -> injected;
                case Injection.Skipped ignored -> pod;
                case Injection.Refused ignored -> pod;
            };
        });
    }

    private static Mapping at(Mapping from, List<String> path, Function<Mapping, Mapping> change) {
        if (path.isEmpty()) {
            return change.apply(from);
        }
        var name = path.getFirst();
        if (!(Nodes.find(from, name).orElse(Nodes.EMPTY) instanceof Mapping inner)
                || inner.fields().isEmpty()) {
            return from;
        }
        return new ObjectDraft(from)
                .put(name, at(inner, path.subList(1, path.size()), change))
                .end();
    }

    /** The workload that a pod belongs to; its own name where nobody owns it. */
    public static String workloadOf(Mapping pod) {
        var metadata = Nodes.mapping(pod, "metadata");
        var owner = Nodes.mappings(metadata, "ownerReferences").stream().findFirst();
        if (owner.isPresent()) {
            return Pods.workload(
                    Nodes.text(owner.get(), "kind"), Nodes.text(owner.get(), "name"), Nodes.texts(metadata, "labels"));
        }
        var name = Nodes.text(metadata, "name");
        if (!name.isEmpty()) {
            return name;
        }
        var generated = Nodes.text(metadata, "generateName");
        return generated.endsWith("-") ? generated.substring(0, generated.length() - 1) : generated;
    }
}
