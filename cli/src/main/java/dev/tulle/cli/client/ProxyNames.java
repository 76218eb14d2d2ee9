package dev.tulle.cli.client;

import dev.tulle.cli.CommandFailure;
import dev.tulle.mesh.model.Workload;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the proxy that a user means: by pod or by workload, with the namespace or, where only one fits, without. */
public final class ProxyNames {
    private ProxyNames() {}

    /** One proxy among these; of several pods of a workload the first by name. */
    public static Workload find(Collection<Workload> workloads, String name, Optional<String> namespace)
            throws CommandFailure {
        var visible = workloads.stream()
                .filter(workload -> namespace
                        .filter(wanted -> !wanted.equals(workload.key().namespace()))
                        .isEmpty())
                .toList();
        return find(visible, name);
    }

    /** One proxy among these. */
    public static Workload find(Collection<Workload> workloads, String name) throws CommandFailure {
        var found = workloads.stream()
                .filter(workload -> names(workload).contains(name))
                .toList();
        if (found.isEmpty()) {
            throw new CommandFailure("no proxy " + name + ", expected WORKLOAD.NAMESPACE, one of: "
                    + workloads.stream()
                            .map(ProxyNames::workloadName)
                            .distinct()
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        var namespaces =
                found.stream().map(ProxyNames::workloadName).distinct().sorted().toList();
        if (namespaces.size() > 1) {
            throw new CommandFailure(name + " may be any of " + String.join(", ", namespaces));
        }
        return found.getFirst();
    }

    private static String workloadName(Workload workload) {
        return workload.telemetry().workload() + "." + workload.key().namespace();
    }

    private static List<String> names(Workload workload) {
        return List.of(
                workload.key().toString(),
                workload.key().name(),
                workloadName(workload),
                workload.telemetry().workload());
    }
}
