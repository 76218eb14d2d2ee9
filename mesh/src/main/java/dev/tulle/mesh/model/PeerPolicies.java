package dev.tulle.mesh.model;

import dev.tulle.mesh.config.ConfigKey;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Every PeerAuthentication in force, by scope. The narrowest that says something counts. Source: Istio PeerAuthentication.
 *
 * @param mesh for the whole mesh
 * @param namespaces for all workloads of one namespace
 * @param workloads for the workloads that a selector fits; of several that fit the first counts
 */
public record PeerPolicies(Optional<Scope> mesh, SortedMap<String, Scope> namespaces, List<Scope> workloads) {
    /** No PeerAuthentication. */
    public static final PeerPolicies NONE = new PeerPolicies(Optional.empty(), new TreeMap<>(), List.of());

    /**
     * One PeerAuthentication.
     *
     * @param selector empty for a whole namespace or mesh
     * @param mode absent: as the scope above says
     * @param ports of the pod; where one is absent the mode holds
     */
    public record Scope(
            ConfigKey source,
            Map<String, String> selector,
            Optional<MutualTlsMode> mode,
            SortedMap<Integer, MutualTlsMode> ports) {
        public Scope {
            selector = Collections.unmodifiableSortedMap(new TreeMap<>(selector));
            ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
        }

        /** Whether a workload of that namespace with these labels is meant. */
        public boolean selects(String namespace, Map<String, String> labels) {
            return source.namespace().equals(namespace) && labels.entrySet().containsAll(selector.entrySet());
        }
    }

    public PeerPolicies {
        namespaces = Collections.unmodifiableSortedMap(new TreeMap<>(namespaces));
        workloads = List.copyOf(workloads);
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return mesh.isEmpty() && namespaces.isEmpty() && workloads.isEmpty();
    }

    /** What holds for a workload; empty when no PeerAuthentication speaks about it. */
    public Optional<PeerPolicy> of(String namespace, Map<String, String> labels) {
        var own = workloads.stream()
                .filter(scope -> scope.selects(namespace, labels))
                .findFirst();
        var scopes = Stream.of(own, Optional.ofNullable(namespaces.get(namespace)), mesh)
                .flatMap(Optional::stream)
                .toList();
        if (scopes.isEmpty()) {
            return Optional.empty();
        }
        var sources = new TreeSet<ConfigKey>();
        for (var scope : scopes) {
            sources.add(scope.source());
            if (scope.mode().isPresent()) {
                break;
            }
        }
        var mode = scopes.stream().flatMap(scope -> scope.mode().stream()).findFirst();
        return Optional.of(new PeerPolicy(
                mode.orElse(PeerPolicy.DEFAULT.mode()),
                own.map(Scope::ports).orElseGet(TreeMap::new),
                List.copyOf(sources)));
    }

    /** What holds for a workload. */
    public PeerPolicy of(Workload workload) {
        return of(workload.key().namespace(), workload.labels()).orElse(PeerPolicy.DEFAULT);
    }
}
