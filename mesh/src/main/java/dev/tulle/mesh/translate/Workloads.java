package dev.tulle.mesh.translate;

import dev.tulle.mesh.model.CaptureMode;
import dev.tulle.mesh.model.InboundPort;
import dev.tulle.mesh.model.ProxyRole;
import dev.tulle.mesh.model.SpiffeId;
import dev.tulle.mesh.model.Workload;
import dev.tulle.mesh.model.WorkloadKey;
import dev.tulle.mesh.translate.istio.Gateways.GatewaySpec;
import dev.tulle.mesh.translate.kubernetes.Pods.PodSpec;
import dev.tulle.mesh.translate.kubernetes.Services.ServiceSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Pods that have a proxy. One that says what it said the last time is the same object.
 *
 * <p>Thread: used by one thread at a time.
 */
final class Workloads {
    /** Whether a Gateway or an annotation makes the pod one of the edge. */
    private enum Place {
        INSIDE,
        EDGE
    }

    private record Assembled(List<?> inputs, Workload workload) {}

    private Map<WorkloadKey, Assembled> last = Map.of();
    private SortedMap<WorkloadKey, Workload> lastWorkloads = new TreeMap<>();

    /** Every pod that has a proxy and an address. */
    NavigableMap<WorkloadKey, Workload> of(
            Instances instances,
            Collection<ServiceSpec> services,
            Collection<GatewaySpec> gateways,
            LinkProblems problems) {
        var servicesByPod = servicesByPod(instances, services);
        var next = new HashMap<WorkloadKey, Assembled>();
        // A copy of a sorted map costs no comparison, and few pods change.
        var workloads = new TreeMap<>(lastWorkloads);
        for (var pod : instances.pods()) {
            var own = servicesByPod.getOrDefault(pod.key(), List.of());
            pod.capture().ifPresent(capture -> {
                var place = place(pod, gateways);
                var inputs = new ArrayList<Object>(own);
                inputs.add(pod);
                inputs.add(place);
                var before = Optional.ofNullable(last.get(pod.key()));
                if (before.isPresent() && Stage.areSame(before.get().inputs(), inputs)) {
                    next.put(pod.key(), before.get());
                    return;
                }
                var workload = workload(instances.identity(pod), pod, capture, own, place);
                next.put(pod.key(), new Assembled(inputs, workload));
                workloads.put(pod.key(), workload);
            });
        }
        if (workloads.size() > next.size()) {
            workloads.keySet().retainAll(next.keySet());
        }
        last = next;
        lastWorkloads = workloads;
        reportIdle(instances, gateways, problems);
        return Collections.unmodifiableNavigableMap(workloads);
    }

    private static Place place(PodSpec pod, Collection<GatewaySpec> gateways) {
        return pod.edgePort().isPresent() || gateways.stream().anyMatch(gateway -> selects(gateway, pod))
                ? Place.EDGE
                : Place.INSIDE;
    }

    private static void reportIdle(Instances instances, Collection<GatewaySpec> gateways, LinkProblems problems) {
        for (var gateway : gateways) {
            if (instances.pods().stream().noneMatch(pod -> selects(gateway, pod))) {
                problems.warning(
                        gateway.source(),
                        "KIA0302",
                        gateway.selectorSpot(),
                        "no pod has the labels " + new TreeMap<>(gateway.selector()),
                        "nobody opens its ports");
            }
        }
    }

    private static boolean selects(GatewaySpec gateway, PodSpec pod) {
        return pod.labels().entrySet().containsAll(gateway.selector().entrySet());
    }

    private static Workload workload(
            SpiffeId identity, PodSpec pod, CaptureMode capture, List<ServiceSpec> services, Place place) {
        return new Workload(
                pod.key(),
                pod.labels(),
                pod.telemetry(),
                identity,
                pod.serviceAccount(),
                pod.address(),
                switch (place) {
                    case INSIDE -> inbound(pod, services);
                    case EDGE -> List.of();
                },
                capture,
                switch (place) {
                    case INSIDE -> new ProxyRole.Sidecar();
                    case EDGE -> edge(pod, services);
                });
    }

    private static ProxyRole edge(PodSpec pod, List<ServiceSpec> services) {
        var targetPorts = new TreeMap<Integer, Integer>();
        services.forEach(service -> Instances.ports(service, pod).forEach(targetPorts::putIfAbsent));
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

    private static Map<WorkloadKey, List<ServiceSpec>> servicesByPod(
            Instances instances, Collection<ServiceSpec> sortedByHost) {
        var byPod = new HashMap<WorkloadKey, List<ServiceSpec>>();
        for (var service : sortedByHost) {
            for (var pod : instances.selectedBy(service)) {
                byPod.computeIfAbsent(pod.key(), key -> new ArrayList<>()).add(service);
            }
        }
        return byPod;
    }
}
