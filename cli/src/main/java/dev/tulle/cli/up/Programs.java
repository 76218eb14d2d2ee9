package dev.tulle.cli.up;

import dev.tulle.cli.manifests.ContainerSpec;
import dev.tulle.cli.manifests.WorkloadSpec;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.Origin;
import dev.tulle.mesh.config.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which program an image is.
 *
 * @param developed the workload that runs in Quarkus' development mode, by its Deployment's name
 * @param maven runs the development mode
 */
record Programs(Installation installation, Optional<String> developed, String maven) {
    private static final String HEAP = "96m";

    /** What keeps a workload from running here; empty when all of its images are ours and built. */
    List<Problem> problems(WorkloadSpec workload, Origin origin) {
        var problems = new ArrayList<Problem>();
        for (var container : workload.template().containers()) {
            var module = Installation.module(container.image());
            if (module.isEmpty()) {
                problems.add(problem(
                        workload,
                        origin,
                        container.image() + " is not an image that this machine can run, expected one of "
                                + String.join(", ", new TreeSet<>(Installation.IMAGES.keySet()))));
            } else if (!isDeveloped(workload.name())
                    && installation.command(module.get(), HEAP).isEmpty()) {
                problems.add(problem(
                        workload,
                        origin,
                        container.image() + " is not built: " + installation.jar(module.get())
                                + " is missing, run 'make build'"));
            }
        }
        return problems;
    }

    /** The command of a container whose workload has no problem. */
    List<String> command(PodIdentity pod, ContainerSpec container) {
        var module = Installation.module(container.image()).orElseThrow();
        if (isDeveloped(pod.workload())) {
            return List.of(
                    "/usr/bin/env",
                    maven,
                    "-B",
                    "-ntp",
                    "-f",
                    installation.home().resolve("pom.xml").toString(),
                    "-pl",
                    module,
                    "quarkus:dev",
                    "-Dquarkus.analytics.disabled=true",
                    "-Dquarkus.console.basic=true");
        }
        return installation
                .command(module, HEAP)
                .orElseThrow(() -> new IllegalStateException("no program for " + container.image()));
    }

    private boolean isDeveloped(String workload) {
        return developed.filter(workload::equals).isPresent();
    }

    private static Problem problem(WorkloadSpec workload, Origin origin, String message) {
        return new Problem(
                Problem.Severity.ERROR,
                "",
                Optional.of(new ConfigKey("apps", "Deployment", workload.namespace(), workload.name())),
                origin,
                "spec.template.spec.containers.image",
                message,
                "this workload does not run, all others do");
    }
}
