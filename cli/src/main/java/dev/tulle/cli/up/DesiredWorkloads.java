package dev.tulle.cli.up;

import dev.tulle.cli.manifests.Deployments;
import dev.tulle.cli.manifests.WorkloadSpec;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.Origin;
import dev.tulle.mesh.config.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What shall run, as the watched directory says at the moment. A Deployment that was broken by a change keeps its last good form.
 *
 * <p>Thread: called only on the loop.
 */
final class DesiredWorkloads {
    private final ConfigDirectory directory;
    private final Programs programs;
    private final Map<String, WorkloadSpec> lastGood = new HashMap<>();
    private List<Problem> problems = List.of();

    DesiredWorkloads(ConfigDirectory directory, Programs programs) {
        this.directory = directory;
        this.programs = programs;
    }

    /** Looks at the directory; says whether anything in it has changed. */
    boolean refresh() throws IOException {
        if (!directory.refresh()) {
            return false;
        }
        var parsed = directory.parsed();
        var objects = parsed.objects();
        var found = new ArrayList<>(parsed.problems());
        var desired = Deployments.read(objects);
        found.addAll(desired.problems());
        var origins = objects.stream()
                .collect(Collectors.toMap(ConfigObject::key, ConfigObject::origin, (first, second) -> second));
        for (var workload : desired.workloads()) {
            var unrunnable = programs.problems(
                    workload,
                    origins.getOrDefault(key(workload), new Origin.Cluster(workload.namespace(), workload.name())));
            found.addAll(unrunnable);
            if (unrunnable.isEmpty()) {
                lastGood.put(workload.id(), workload);
            }
        }
        lastGood.values().removeIf(workload -> !origins.containsKey(key(workload)));
        problems = List.copyOf(found);
        return true;
    }

    List<WorkloadSpec> workloads() {
        return List.copyOf(lastGood.values());
    }

    List<Problem> problems() {
        return problems;
    }

    private static ConfigKey key(WorkloadSpec workload) {
        return new ConfigKey("apps", "Deployment", workload.namespace(), workload.name());
    }
}
