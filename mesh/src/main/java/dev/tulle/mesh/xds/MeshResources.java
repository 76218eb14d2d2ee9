package dev.tulle.mesh.xds;

import dev.tulle.mesh.model.EdgeGateway;
import dev.tulle.mesh.model.MeshModel;
import dev.tulle.mesh.model.ProxyRole;
import dev.tulle.mesh.model.ServiceHost;
import dev.tulle.mesh.model.Workload;
import dev.tulle.mesh.model.WorkloadKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The Envoy resources of one mesh model. What all proxies share is built and encoded once; a proxy's own part is built when it
 * is first asked for. Maps that say the same as those of the previous model are the same objects.
 *
 * <p>Thread: used by one thread at a time.
 */
public final class MeshResources {
    /** One proxy's set, and what it was put together from. */
    private record Assembled(
            ProxyResources own, Map<ResourceType, NavigableMap<String, EncodedResource>> shared, ResourceSet set) {
        /** The maps that a set of these parts would build again in vain. Identity is meant: what says the same is the same. */
        @SuppressWarnings("ReferenceEquality")
        Map<ResourceType, NavigableMap<String, EncodedResource>> unchanged(
                ProxyResources newOwn, Map<ResourceType, NavigableMap<String, EncodedResource>> newShared) {
            var unchanged = new EnumMap<ResourceType, NavigableMap<String, EncodedResource>>(ResourceType.class);
            if (own == newOwn) {
                for (var type : ResourceType.values()) {
                    if (newShared.get(type) == shared.get(type)) {
                        unchanged.put(type, set.of(type));
                    }
                }
            }
            return unchanged;
        }
    }

    /** Proxies that have the same virtual hosts. */
    private record Callers(String namespace, CaptureKind kind) {}

    private final MeshModel model;
    private final NavigableMap<ServiceHost, ServiceResources> services;
    private final SharedResources shared;
    private final Map<Callers, List<EncodedResource>> ownVirtualHosts;
    /** Filled as proxies ask. */
    private final Map<Callers, NamespaceHosts> virtualHosts = new HashMap<>();

    private final Map<Callers, NamespaceHosts> previousVirtualHosts;
    private final Map<WorkloadKey, Assembled> sets = new HashMap<>();
    private final Map<WorkloadKey, Assembled> previousSets;

    private MeshResources(MeshModel model, Optional<MeshResources> previous) {
        this.model = model;
        var kinds = CaptureKind.in(model);
        this.services =
                services(model, kinds, previous.map(before -> before.services).orElse(Collections.emptyNavigableMap()));
        this.shared = SharedResources.of(
                model,
                kinds,
                services.values(),
                previous.map(before -> before.shared).orElse(SharedResources.EMPTY));
        this.ownVirtualHosts = ownVirtualHosts(kinds, services.values());
        this.previousVirtualHosts =
                previous.map(MeshResources::latestVirtualHosts).orElse(Map.of());
        this.previousSets = previous.map(MeshResources::latestSets).orElse(Map.of());
    }

    /** The resources of a model; parts equal to those of {@code previous} are the same objects. */
    public static MeshResources build(MeshModel model, MeshResources previous) {
        return new MeshResources(model, Optional.of(previous));
    }

    /** The resources of the first model. */
    public static MeshResources build(MeshModel model) {
        return new MeshResources(model, Optional.empty());
    }

    /** The model they were built from. */
    public MeshModel model() {
        return model;
    }

    /** What the proxy of that workload shall have; empty when the model has no such workload. */
    public ResourceSet forProxy(WorkloadKey proxy) {
        var workload = Optional.ofNullable(model.workloads().get(proxy));
        return workload.map(known ->
                        sets.computeIfAbsent(proxy, key -> assemble(known)).set())
                .orElse(ResourceSet.EMPTY);
    }

    private Assembled assemble(Workload workload) {
        var before = Optional.ofNullable(previousSets.get(workload.key()));
        var own = own(workload, before.map(Assembled::own));
        var sharing = shared(workload);
        var kept = before.map(last -> last.unchanged(own, sharing)).orElse(Map.of());
        if (kept.size() == ResourceType.values().length) {
            return before.orElseThrow();
        }
        return new Assembled(own, sharing, ResourceSet.of(sharing, own.resources(), kept));
    }

    /** What the proxy has in common with others, by type. */
    private Map<ResourceType, NavigableMap<String, EncodedResource>> shared(Workload workload) {
        var byType = new EnumMap<ResourceType, NavigableMap<String, EncodedResource>>(ResourceType.class);
        byType.put(ResourceType.CLUSTER, shared.clusters());
        byType.put(ResourceType.ENDPOINT, shared.endpoints());
        switch (workload.role()) {
            case ProxyRole.Sidecar() -> {
                var callers = new Callers(workload.key().namespace(), CaptureKind.of(workload));
                var outbound = shared.outbound(callers.kind());
                byType.put(ResourceType.LISTENER, outbound.listeners());
                byType.put(ResourceType.ROUTE, outbound.routes());
                byType.put(ResourceType.VIRTUAL_HOST, virtualHosts(callers, outbound));
            }
            case ProxyRole.Edge ignored -> {}
        }
        return byType;
    }

    private ProxyResources own(Workload workload, Optional<ProxyResources> before) {
        var gateways =
                switch (workload.role()) {
                    case ProxyRole.Sidecar() -> List.<EdgeGateway>of();
                    case ProxyRole.Edge ignored ->
                        model.gateways().stream()
                                .filter(gateway -> gateway.selects(workload.labels()))
                                .toList();
                };
        if (before.isPresent() && before.get().builtFrom(workload, gateways)) {
            return before.get();
        }
        var fresh = ProxyResources.of(workload, gateways);
        return before.map(fresh::reusing).orElse(fresh);
    }

    private NavigableMap<String, EncodedResource> virtualHosts(Callers callers, SharedOutbound outbound) {
        return virtualHosts
                .computeIfAbsent(
                        callers,
                        key -> NamespaceHosts.of(
                                outbound.virtualHosts(),
                                ownVirtualHosts.getOrDefault(key, List.of()),
                                previousVirtualHosts.getOrDefault(key, NamespaceHosts.EMPTY)))
                .virtualHosts();
    }

    private static Map<Callers, List<EncodedResource>> ownVirtualHosts(
            Set<CaptureKind> kinds, Collection<ServiceResources> services) {
        var byCallers = new HashMap<Callers, List<EncodedResource>>();
        for (var service : services) {
            for (var kind : kinds) {
                byCallers
                        .computeIfAbsent(
                                new Callers(service.service().source().namespace(), kind), key -> new ArrayList<>())
                        .addAll(service.outbound(kind).ownVirtualHosts());
            }
        }
        return byCallers;
    }

    private static NavigableMap<ServiceHost, ServiceResources> services(
            MeshModel model, Set<CaptureKind> kinds, NavigableMap<ServiceHost, ServiceResources> previous) {
        var services = new TreeMap<ServiceHost, ServiceResources>();
        model.services().forEach((host, service) -> {
            var before = Optional.ofNullable(previous.get(host));
            if (before.isPresent() && before.get().builtFrom(service, kinds)) {
                services.put(host, before.get());
            } else {
                var fresh = ServiceResources.of(service, kinds);
                services.put(host, before.map(fresh::reusing).orElse(fresh));
            }
        });
        return services;
    }

    private Map<WorkloadKey, Assembled> latestSets() {
        var latest = new HashMap<>(previousSets);
        latest.putAll(sets);
        latest.keySet().retainAll(model.workloads().keySet());
        return latest;
    }

    private Map<Callers, NamespaceHosts> latestVirtualHosts() {
        var latest = new HashMap<>(previousVirtualHosts);
        latest.putAll(virtualHosts);
        return latest;
    }
}
