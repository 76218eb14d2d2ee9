package dev.tulle.cli.up;

import dev.tulle.cli.manifests.ContainerSpec;
import dev.tulle.cli.manifests.Images;
import dev.tulle.cli.manifests.WorkloadSpec;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.Origin;
import dev.tulle.mesh.config.Problem;
import java.util.List;
import java.util.Optional;

/**
 * Which program an image is.
 *
 * @param developed the workload that runs in Quarkus' development mode, by its Deployment's name
 * @param maven runs the development mode
 */
record Programs(Installation installation, Optional<String> developed, String maven) {
    private static final String HEAP = "96m";

    /** What keeps a workload from running here; empty when all of its images are built. */
    List<Problem> problems(WorkloadSpec workload, Origin origin) {
        return workload.template().containers().stream()
                .filter(container -> !isDeveloped(workload.name()))
                .flatMap(container -> Images.module(container.image()).stream())
                .filter(module -> installation.command(module, HEAP).isEmpty())
                .map(module -> problem(
                        workload,
                        origin,
                        "the program is not built: " + installation.jar(module) + " is missing, run 'make build'"))
                .toList();
    }

    /** The command of a container whose workload has no problem. */
    List<String> command(PodIdentity pod, ContainerSpec container) {
        var module = Images.module(container.image()).orElseThrow();
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

    /** Whether that workload runs in development mode. */
    boolean isDeveloped(String workload) {
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
