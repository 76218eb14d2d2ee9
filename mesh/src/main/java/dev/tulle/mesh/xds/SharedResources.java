package dev.tulle.mesh.xds;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.model.Backend;
import dev.tulle.mesh.model.MeshModel;
import dev.tulle.mesh.model.RouteAction;
import dev.tulle.mesh.model.RouteRule;
import dev.tulle.mesh.xds.cluster.InvalidCluster;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What many proxies have in common.
 *
 * @param clusters outbound ones, and those of backends that do not exist
 * @param endpoints of the outbound clusters
 * @param outbound for each kind of capture that occurs
 */
record SharedResources(
        NavigableMap<String, EncodedResource> clusters,
        NavigableMap<String, EncodedResource> endpoints,
        Map<CaptureKind, SharedOutbound> outbound) {

    static final SharedResources EMPTY =
            new SharedResources(Collections.emptyNavigableMap(), Collections.emptyNavigableMap(), Map.of());

    /** For callers of no namespace in particular; what says the same as in {@code previous} is the same object. */
    static SharedResources of(
            MeshModel model, Set<CaptureKind> kinds, Collection<ServiceResources> services, SharedResources previous) {
        var clusters = new TreeMap<String, EncodedResource>();
        var endpoints = new TreeMap<String, EncodedResource>();
        for (var service : services) {
            service.clusters().forEach(cluster -> clusters.put(cluster.name(), cluster));
            service.endpoints().forEach(endpoint -> endpoints.put(endpoint.name(), endpoint));
        }
        Reuse.of(invalid(model), List.copyOf(previous.clusters.values()))
                .forEach(cluster -> clusters.put(cluster.name(), cluster));
        var outbound = new EnumMap<CaptureKind, SharedOutbound>(CaptureKind.class);
        kinds.forEach(kind -> outbound.put(kind, SharedOutbound.of(kind, services, previous.outbound(kind))));
        return new SharedResources(
                Reuse.of(Collections.unmodifiableNavigableMap(clusters), previous.clusters),
                Reuse.of(Collections.unmodifiableNavigableMap(endpoints), previous.endpoints),
                outbound);
    }

    /** For callers of one kind; nothing for a kind that does not occur. */
    SharedOutbound outbound(CaptureKind kind) {
        return outbound.getOrDefault(kind, SharedOutbound.NONE);
    }

    private static List<EncodedResource> invalid(MeshModel model) {
        var users = new TreeMap<String, TreeSet<ConfigKey>>();
        for (var service : model.services().values()) {
            service.ports().forEach(port -> collect(port.rules(), users));
        }
        for (var gateway : model.gateways()) {
            gateway.servers().forEach(server -> server.virtualHosts().forEach(host -> collect(host.rules(), users)));
        }
        var clusters = new ArrayList<EncodedResource>();
        users.forEach((wanted, sources) -> {
            var cluster = InvalidCluster.of(new Backend.Invalid(wanted));
            clusters.add(EncodedResource.of(ResourceType.CLUSTER, cluster.getName(), cluster, sources));
        });
        return clusters;
    }

    private static void collect(List<RouteRule> rules, SortedMap<String, TreeSet<ConfigKey>> users) {
        for (var rule : rules) {
            switch (rule.action()) {
                case RouteAction.Forward forward -> {
                    forward.backends().forEach(share -> collect(share.backend(), rule, users));
                    forward.mirrors().forEach(mirror -> collect(mirror.backend(), rule, users));
                }
                case RouteAction.Redirect ignored -> {}
                case RouteAction.DirectResponse ignored -> {}
            }
        }
    }

    private static void collect(Backend backend, RouteRule rule, SortedMap<String, TreeSet<ConfigKey>> users) {
        switch (backend) {
            case Backend.Service ignored -> {}
            case Backend.Invalid(var wanted) ->
                users.computeIfAbsent(wanted, name -> new TreeSet<>()).add(rule.source());
        }
    }
}
