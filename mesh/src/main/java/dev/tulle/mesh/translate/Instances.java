package dev.tulle.mesh.translate;

import dev.tulle.mesh.model.CaptureMode;
import dev.tulle.mesh.model.EdgeGateway;
import dev.tulle.mesh.model.InboundPort;
import dev.tulle.mesh.model.ProxyRole;
import dev.tulle.mesh.model.SpiffeId;
import dev.tulle.mesh.model.Workload;
import dev.tulle.mesh.model.WorkloadKey;
import dev.tulle.mesh.translate.kubernetes.Pods.PodSpec;
import dev.tulle.mesh.translate.kubernetes.Services.ServiceSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Pods: which a Service selects, and what they are as workloads of the mesh. */
final class Instances {
    private final String trustDomain;
    private final PodIndex index;
    private final List<PodSpec> pods;
    private final Map<WorkloadKey, PodSpec> byKey = new HashMap<>();

    Instances(String trustDomain, List<PodSpec> pods) {
        this.trustDomain = trustDomain;
        this.pods = List.copyOf(pods);
        this.index = new PodIndex(pods);
        pods.forEach(pod -> byKey.put(pod.key(), pod));
    }

    /** The pods that a Service sends to, ready or not. */
    List<PodSpec> selectedBy(ServiceSpec service) {
        return index.selectedBy(service);
    }

    /** A pod by name. */
    Optional<PodSpec> find(WorkloadKey key) {
        return Optional.ofNullable(byKey.get(key));
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

    /** Every pod that has a proxy and an address. */
    NavigableMap<WorkloadKey, Workload> workloads(Collection<ServiceSpec> services, List<EdgeGateway> gateways) {
        var servicesByPod = servicesByPod(services);
        var workloads = new TreeMap<WorkloadKey, Workload>();
        for (var pod : pods) {
            var own = servicesByPod.getOrDefault(pod.key(), List.of());
            pod.capture().ifPresent(capture -> workloads.put(pod.key(), workload(pod, capture, own, gateways)));
        }
        return workloads;
    }

    private Workload workload(
            PodSpec pod, CaptureMode capture, List<ServiceSpec> services, List<EdgeGateway> gateways) {
        var isEdge = pod.edgePort().isPresent() || gateways.stream().anyMatch(gateway -> gateway.selects(pod.labels()));
        return new Workload(
                pod.key(),
                pod.labels(),
                pod.telemetry(),
                identity(pod),
                pod.serviceAccount(),
                pod.address(),
                isEdge ? List.of() : inbound(pod, services),
                capture,
                isEdge ? edge(pod, services) : new ProxyRole.Sidecar());
    }

    private static ProxyRole edge(PodSpec pod, List<ServiceSpec> services) {
        var targetPorts = new TreeMap<Integer, Integer>();
        services.forEach(service -> ports(service, pod).forEach(targetPorts::putIfAbsent));
        return new ProxyRole.Edge(pod.edgePort(), targetPorts);
    }

    /** Of several services that name a port the first by host counts. */
    private static List<InboundPort> inbound(PodSpec pod, List<ServiceSpec> services) {
        var inbound = new TreeMap<Integer, InboundPort>();
        for (var service : services) {
            for (var port : service.ports()) {
                pod.resolve(port.targetPort())
                        .ifPresent(number -> inbound.putIfAbsent(
                                number, new InboundPort(number, port.protocol(), service.host(), port.number())));
            }
        }
        return List.copyOf(inbound.values());
    }

    private Map<WorkloadKey, List<ServiceSpec>> servicesByPod(Collection<ServiceSpec> sortedByHost) {
        var byPod = new HashMap<WorkloadKey, List<ServiceSpec>>();
        for (var service : sortedByHost) {
            for (var pod : selectedBy(service)) {
                byPod.computeIfAbsent(pod.key(), key -> new ArrayList<>()).add(service);
            }
        }
        return byPod;
    }
}
