package dev.tulle.mesh.translate;

import dev.tulle.mesh.model.SpiffeId;
import dev.tulle.mesh.model.WorkloadKey;
import dev.tulle.mesh.translate.kubernetes.Pods.PodSpec;
import dev.tulle.mesh.translate.kubernetes.Services.ServiceSpec;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The pods of the mesh, and which of them a Service selects. */
final class Instances {
    private final String trustDomain;
    private final PodIndex index;
    private final List<PodSpec> pods;
    private final Map<WorkloadKey, PodSpec> byKey = new HashMap<>();
    private final Map<String, PodSpec> byAddress = new HashMap<>();
    private final Set<WorkloadKey> madeUp = new HashSet<>();

    Instances(String trustDomain, Collection<PodSpec> written, Collection<PodSpec> madeUp) {
        this.trustDomain = trustDomain;
        this.pods = Stream.concat(written.stream(), madeUp.stream()).toList();
        this.index = new PodIndex(pods);
        pods.forEach(pod -> byKey.put(pod.key(), pod));
        written.stream().filter(pod -> !pod.address().isEmpty()).forEach(pod -> byAddress.put(pod.address(), pod));
        madeUp.forEach(pod -> this.madeUp.add(pod.key()));
    }

    /** All of them. */
    List<PodSpec> pods() {
        return pods;
    }

    /** The pods that a Service sends to, ready or not. */
    List<PodSpec> selectedBy(ServiceSpec service) {
        return index.selectedBy(service);
    }

    /** A pod by name. */
    Optional<PodSpec> find(WorkloadKey key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** A pod by address. */
    Optional<PodSpec> find(String address) {
        return Optional.ofNullable(byAddress.get(address));
    }

    /** Whether nobody wrote that pod. */
    boolean isMadeUp(PodSpec pod) {
        return madeUp.contains(pod.key());
    }

    /** The pod's own ports for those of a Service; a name that the pod does not know is left out. */
    static SortedMap<Integer, Integer> ports(ServiceSpec service, PodSpec pod) {
        var ports = new TreeMap<Integer, Integer>();
        for (var port : service.ports()) {
            pod.resolve(port.targetPort()).ifPresent(number -> ports.put(port.number(), number));
        }
        return ports;
    }

    /** The identity of a pod that has a proxy. */
    SpiffeId identity(PodSpec pod) {
        return SpiffeId.of(trustDomain, pod.key().namespace(), pod.serviceAccount());
    }
}
