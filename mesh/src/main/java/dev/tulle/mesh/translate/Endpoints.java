package dev.tulle.mesh.translate;

import dev.tulle.mesh.model.MeshEndpoint;
import dev.tulle.mesh.model.MeshEndpoint.Transport;
import dev.tulle.mesh.model.ServiceHost;
import dev.tulle.mesh.model.SpiffeId;
import dev.tulle.mesh.translate.istio.WorkloadEntries.WorkloadEntrySpec;
import dev.tulle.mesh.translate.kubernetes.EndpointSlices.Condition;
import dev.tulle.mesh.translate.kubernetes.EndpointSlices.EndpointSliceSpec;
import dev.tulle.mesh.translate.kubernetes.EndpointSlices.SliceEndpoint;
import dev.tulle.mesh.translate.kubernetes.Pods.PodSpec;
import dev.tulle.mesh.translate.kubernetes.Pods.Readiness;
import dev.tulle.mesh.translate.kubernetes.Services.ServiceSpec;
import dev.tulle.mesh.translate.kubernetes.TelemetryLabels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The instances behind a Service: its EndpointSlices where there are any, else the ready pods it selects; and the
 * WorkloadEntries it selects. Made-up pods count only where nothing else is written.
 */
final class Endpoints {
    private final String trustDomain;
    private final Instances instances;
    private final Map<ServiceHost, List<EndpointSliceSpec>> slices = new HashMap<>();
    private final Map<String, List<WorkloadEntrySpec>> entries = new HashMap<>();

    Endpoints(
            String trustDomain,
            Instances instances,
            Collection<EndpointSliceSpec> slices,
            Collection<WorkloadEntrySpec> entries) {
        this.trustDomain = trustDomain;
        this.instances = instances;
        slices.forEach(slice -> slice.service().ifPresent(host -> this.slices
                .computeIfAbsent(host, key -> new ArrayList<>())
                .add(slice)));
        entries.forEach(entry -> this.entries
                .computeIfAbsent(entry.namespace(), key -> new ArrayList<>())
                .add(entry));
    }

    /** What the instances of a Service are made from; as long as these are the same objects, so are the instances. */
    List<?> inputs(ServiceSpec service) {
        var inputs = new ArrayList<Object>(instances.selectedBy(service));
        for (var slice : slices.getOrDefault(service.host(), List.of())) {
            inputs.add(slice);
            slice.endpoints().forEach(endpoint -> pod(endpoint).ifPresent(inputs::add));
        }
        inputs.addAll(selectedEntries(service));
        return inputs;
    }

    /** Ready, else those that are about to end; sorted by address, each address once. */
    List<MeshEndpoint> of(ServiceSpec service) {
        var byAddress = new TreeMap<String, MeshEndpoint>();
        var ownSlices = Optional.ofNullable(slices.get(service.host()));
        if (ownSlices.isPresent()) {
            addAll(service, ownSlices.get(), Condition.READY, byAddress);
            if (byAddress.isEmpty() && selectedEntries(service).isEmpty()) {
                addAll(service, ownSlices.get(), Condition.LEAVING, byAddress);
            }
        } else {
            var hasOthers = !selectedEntries(service).isEmpty();
            for (var pod : instances.selectedBy(service)) {
                var counts = !hasOthers || !instances.isMadeUp(pod);
                if (counts
                        && pod.readiness() == Readiness.READY
                        && !pod.address().isEmpty()) {
                    byAddress.putIfAbsent(pod.address(), ofPod(service, pod));
                }
            }
        }
        selectedEntries(service).forEach(entry -> byAddress.putIfAbsent(entry.address(), ofEntry(service, entry)));
        return List.copyOf(byAddress.values());
    }

    private void addAll(
            ServiceSpec service,
            List<EndpointSliceSpec> ownSlices,
            Condition condition,
            Map<String, MeshEndpoint> byAddress) {
        for (var slice : ownSlices) {
            for (var endpoint : slice.endpoints()) {
                if (condition(endpoint) == condition) {
                    byAddress.putIfAbsent(endpoint.address(), ofSlice(service, slice, endpoint));
                }
            }
        }
    }

    /** What its Pod says comes first. */
    private Condition condition(SliceEndpoint endpoint) {
        var leaving = pod(endpoint).filter(pod -> pod.readiness() == Readiness.LEAVING);
        return leaving.isPresent() ? Condition.LEAVING : endpoint.condition();
    }

    /** The identities that the instances behind a Service may present, ready or not; sorted. */
    List<SpiffeId> identities(ServiceSpec service) {
        var identities = new TreeSet<SpiffeId>();
        instances.selectedBy(service).stream()
                .filter(pod -> pod.capture().isPresent())
                .forEach(pod -> identities.add(instances.identity(pod)));
        selectedEntries(service).stream()
                .filter(entry -> entry.transport() == Transport.MUTUAL_TLS)
                .forEach(entry -> identities.add(SpiffeId.of(
                        trustDomain, entry.namespace(), entry.serviceAccount().orElse("default"))));
        return List.copyOf(identities);
    }

    private List<WorkloadEntrySpec> selectedEntries(ServiceSpec service) {
        return entries.getOrDefault(service.source().namespace(), List.of()).stream()
                .filter(entry -> service.selects(entry.labels()))
                .toList();
    }

    private MeshEndpoint ofSlice(ServiceSpec service, EndpointSliceSpec slice, SliceEndpoint endpoint) {
        var ports = new TreeMap<Integer, Integer>();
        for (var port : service.ports()) {
            Optional.ofNullable(slice.ports().get(port.name())).ifPresent(number -> ports.put(port.number(), number));
        }
        var pod = pod(endpoint);
        return new MeshEndpoint(
                endpoint.address(),
                ports,
                pod.map(PodSpec::labels).orElse(Map.of()),
                pod.map(PodSpec::telemetry)
                        .orElseGet(() ->
                                TelemetryLabels.of("unknown", service.source().namespace(), Map.of())),
                pod.map(Endpoints::transport).orElse(Transport.PLAINTEXT),
                endpoint.hostname());
    }

    /** The pod that an endpoint names, else the one at its address. */
    private Optional<PodSpec> pod(SliceEndpoint endpoint) {
        return endpoint.pod().flatMap(instances::find).or(() -> instances.find(endpoint.address()));
    }

    private static MeshEndpoint ofPod(ServiceSpec service, PodSpec pod) {
        return new MeshEndpoint(
                pod.address(), Instances.ports(service, pod), pod.labels(), pod.telemetry(), transport(pod));
    }

    private static Transport transport(PodSpec pod) {
        return pod.capture().isPresent() ? Transport.MUTUAL_TLS : Transport.PLAINTEXT;
    }

    private static MeshEndpoint ofEntry(ServiceSpec service, WorkloadEntrySpec entry) {
        var ports = new TreeMap<Integer, Integer>();
        service.ports().forEach(port -> ports.put(port.number(), entry.resolve(port)));
        return new MeshEndpoint(entry.address(), ports, entry.labels(), entry.telemetry(), entry.transport());
    }
}
