package dev.tulle.mesh.model;

import dev.tulle.mesh.config.ConfigKey;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
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
        var both = new TreeMap<Integer, MutualTlsMode>();
        numbers(other).forEach(port -> both.put(port, on(port).or(other.on(port))));
        var all = new TreeSet<>(sources);
        all.addAll(other.sources);
        return new PeerPolicy(mode.or(other.mode), both, List.copyOf(all));
    }

    /** Whether everything that the other takes is taken here too. */
    public boolean covers(PeerPolicy other) {
        return numbers(other).stream().allMatch(port -> on(port).or(other.on(port)) == on(port))
                && mode.or(other.mode) == mode;
    }

    /** Whether a caller that leaves it to the mesh speaks the same to both. */
    public boolean isSpokenToLike(PeerPolicy other) {
        return numbers(other).stream()
                        .allMatch(port ->
                                on(port).takesMutualTls() == other.on(port).takesMutualTls())
                && mode.takesMutualTls() == other.mode.takesMutualTls();
    }

    /** Whether it takes what a caller speaks that leaves it to the mesh and thinks that the other holds. */
    public boolean takesCallersOf(PeerPolicy other) {
        return takes(mode, other.mode) && numbers(other).stream().allMatch(port -> takes(on(port), other.on(port)));
    }

    private static boolean takes(MutualTlsMode server, MutualTlsMode thought) {
        return thought.takesMutualTls() ? server.takesMutualTls() : server != MutualTlsMode.STRICT;
    }

    private SortedSet<Integer> numbers(PeerPolicy other) {
        var numbers = new TreeSet<>(ports.keySet());
        numbers.addAll(other.ports.keySet());
        return numbers;
    }
}
