package dev.tulle.cli.manifests;

import dev.tulle.cli.manifests.WorkloadSpec.PodTemplate;
import dev.tulle.cli.manifests.WorkloadSpec.Published;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the workloads among all objects. */
public final class Deployments {
    private static final int DEFAULT_GRACE_SECONDS = 30;
    private static final Set<String> NOT_RUN = Set.of("StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob");

    private Deployments() {}

    /**
     * What shall run.
     *
     * @param workloads those without an error
     * @param problems of Deployments; notes and errors
     */
    public record Desired(List<WorkloadSpec> workloads, List<Problem> problems) {
        public Desired {
            workloads = List.copyOf(workloads);
            problems = List.copyOf(problems);
        }
    }

    /** Reads every Deployment; a Service of type LoadBalancer publishes the pods that it selects. */
    public static Desired read(Collection<ConfigObject> objects) {
        var balancers = objects.stream()
                .filter(object -> object.key().kind().equals("Service"))
                .flatMap(Deployments::loadBalancer)
                .toList();
        var workloads = new ArrayList<WorkloadSpec>();
        var problems = new ArrayList<Problem>();
        for (var object : objects) {
            if (object.key().kind().equals("Deployment") && object.key().group().equals("apps")) {
                var document = new Document(object);
                var workload = workload(object, document, balancers);
                if (document.problems().stream().noneMatch(problem -> problem.severity() == Problem.Severity.ERROR)) {
                    workloads.add(workload);
                }
                problems.addAll(document.problems());
            } else if (NOT_RUN.contains(object.key().kind())) {
                var document = new Document(object);
                document.notRun();
                problems.addAll(document.problems());
            }
        }
        return new Desired(workloads, problems);
    }

    private record Selector(String namespace, Map<String, String> labels) {
        boolean selects(String podNamespace, Map<String, String> podLabels) {
            return namespace.equals(podNamespace) && podLabels.entrySet().containsAll(labels.entrySet());
        }
    }

    private static Stream<Selector> loadBalancer(ConfigObject service) {
        var document = new Document(service);
        var labels = document.texts(document.root(), "spec", "selector");
        return document.text(document.root(), "", "spec", "type").equals("LoadBalancer") && !labels.isEmpty()
                ? Stream.of(new Selector(service.key().namespace(), labels))
                : Stream.empty();
    }

    private static WorkloadSpec workload(ConfigObject object, Document document, List<Selector> balancers) {
        var template = document.find(document.root(), "spec", "template").orElseGet(() -> {
            document.error(document.root(), "expected spec.template");
            return document.root();
        });
        var podSpec = document.find(template, "spec").orElse(template);
        var labels = document.texts(template, "metadata", "labels");
        var namespace = object.key().namespace();
        var published = balancers.stream().anyMatch(selector -> selector.selects(namespace, labels));
        return new WorkloadSpec(
                namespace,
                object.key().name(),
                document.number(document.root(), 1, "spec", "replicas"),
                new PodTemplate(
                        labels,
                        document.texts(template, "metadata", "annotations"),
                        document.text(podSpec, "default", "serviceAccountName"),
                        Duration.ofSeconds(
                                document.number(podSpec, DEFAULT_GRACE_SECONDS, "terminationGracePeriodSeconds")),
                        new Containers(document).read(podSpec),
                        published ? Published.YES : Published.NO));
    }
}
