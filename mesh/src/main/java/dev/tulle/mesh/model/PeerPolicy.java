package dev.tulle.mesh.model;

import dev.tulle.mesh.config.ConfigKey;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one workload takes from its callers, every scope inherited.
 *
 * @param mode on all ports but those below
 * @param ports on single ports of the pod
 * @param sources the PeerAuthentications that say so, sorted
 */
public record PeerPolicy(MutualTlsMode mode, SortedMap<Integer, MutualTlsMode> ports, List<ConfigKey> sources) {
    /** What holds when no PeerAuthentication says anything. */
    public static final PeerPolicy DEFAULT = new PeerPolicy(MutualTlsMode.PERMISSIVE, new TreeMap<>(), List.of());

    public PeerPolicy {
        ports.keySet().forEach(port -> Ports.check("port", port));
        ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
        sources = List.copyOf(sources);
    }

    /** On a port of the pod. */
    public MutualTlsMode on(int port) {
        return ports.getOrDefault(port, mode);
    }

    /** Takes whatever either takes, on every port. */
    public PeerPolicy or(PeerPolicy other) {
        if (equals(other)) {
            return this;
        }
        var numbers = new TreeSet<>(ports.keySet());
        numbers.addAll(other.ports.keySet());
        var both = new TreeMap<Integer, MutualTlsMode>();
        numbers.forEach(port -> both.put(port, on(port).or(other.on(port))));
        var all = new TreeSet<>(sources);
        all.addAll(other.sources);
        return new PeerPolicy(mode.or(other.mode), both, List.copyOf(all));
    }

    /** Whether the same is taken on every port, whoever says so. */
    public boolean takesTheSameAs(PeerPolicy other) {
        var numbers = new TreeSet<>(ports.keySet());
        numbers.addAll(other.ports.keySet());
        return mode == other.mode && numbers.stream().allMatch(port -> on(port) == other.on(port));
    }
}
