package dev.tulle.mesh.translate;

import dev.tulle.mesh.model.MeshModel;
import dev.tulle.mesh.model.MeshService;
import dev.tulle.mesh.model.PeerPolicies;
import dev.tulle.mesh.model.PeerPolicy;
import dev.tulle.mesh.model.ServiceHost;
import dev.tulle.mesh.model.Workload;
import dev.tulle.mesh.model.WorkloadKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Says in a model what each workload takes from its callers, and what callers think it takes. Both follow from the
 * PeerAuthentications; while these change they differ for some time, so that no request meets a server that refuses it. A part
 * that says what it said the last time is the same object.
 *
 * <p>Thread: used by one thread at a time.
 */
public final class PeerModes {
    private record Applied<T>(T before, T after) {}

    private List<PeerPolicies> lastServers = List.of();
    private PeerPolicies lastCallers = PeerPolicies.NONE;
    private Map<WorkloadKey, Applied<Workload>> workloads = new HashMap<>();
    private Map<ServiceHost, Applied<MeshService>> services = new HashMap<>();

    /**
     * The model with these policies in place of its own.
     *
     * @param servers a workload takes whatever one of these lets it take; at least one
     * @param callers as these say callers speak
     */
    public MeshModel apply(MeshModel model, List<PeerPolicies> servers, PeerPolicies callers) {
        if (!lastServers.equals(servers)) {
            lastServers = List.copyOf(servers);
            workloads = new HashMap<>();
        }
        if (!lastCallers.equals(callers)) {
            lastCallers = callers;
            services = new HashMap<>();
        }
        var nextWorkloads = new HashMap<WorkloadKey, Applied<Workload>>();
        var allWorkloads = new TreeMap<WorkloadKey, Workload>();
        model.workloads().forEach((key, workload) -> {
            var applied = Optional.ofNullable(workloads.get(key))
                    .filter(before -> isSame(before.before(), workload))
                    .orElseGet(() -> new Applied<>(workload, workload.withPeers(policy(workload))));
            nextWorkloads.put(key, applied);
            allWorkloads.put(key, applied.after());
        });
        var nextServices = new HashMap<ServiceHost, Applied<MeshService>>();
        var allServices = new TreeMap<ServiceHost, MeshService>();
        model.services().forEach((host, service) -> {
            var applied = Optional.ofNullable(services.get(host))
                    .filter(before -> isSame(before.before(), service))
                    .orElseGet(() -> new Applied<>(service, withPeers(service)));
            nextServices.put(host, applied);
            allServices.put(host, applied.after());
        });
        workloads = nextWorkloads;
        services = nextServices;
        return new MeshModel(model.trustDomain(), allServices, allWorkloads, model.gateways(), model.peers());
    }

    private Optional<PeerPolicy> policy(Workload workload) {
        var policies = lastServers.stream()
                .map(each -> each.of(workload.key().namespace(), workload.labels()))
                .toList();
        if (policies.stream().allMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return policies.stream().map(each -> each.orElse(PeerPolicy.DEFAULT)).reduce(PeerPolicy::or);
    }

    private MeshService withPeers(MeshService service) {
        return service.withEndpoints(service.endpoints().stream()
                .map(endpoint ->
                        endpoint.withPeers(lastCallers.of(endpoint.telemetry().namespace(), endpoint.labels())))
                .toList());
    }

    /** Identity is meant: comparing would cost as much as making it again. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Object before, Object now) {
        return before == now;
    }
}
