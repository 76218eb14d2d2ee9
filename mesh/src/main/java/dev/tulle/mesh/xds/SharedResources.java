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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What many proxies have in common.
 *
 * @param clusters outbound ones, and those of backends that do not exist
 * @param endpoints of the outbound clusters
 * @param virtualHosts of {@code http_proxy}
 */
record SharedResources(
        NavigableMap<String, EncodedResource> clusters,
        NavigableMap<String, EncodedResource> endpoints,
        NavigableMap<String, EncodedResource> virtualHosts) {

    static final SharedResources EMPTY = new SharedResources(
            Collections.emptyNavigableMap(), Collections.emptyNavigableMap(), Collections.emptyNavigableMap());

    /** For callers of no namespace in particular; what says the same as in {@code previous} is the same object. */
    static SharedResources of(MeshModel model, Collection<ServiceResources> services, SharedResources previous) {
        var clusters = new TreeMap<String, EncodedResource>();
        var endpoints = new TreeMap<String, EncodedResource>();
        var virtualHosts = new TreeMap<String, EncodedResource>();
        for (var service : services) {
            service.clusters().forEach(cluster -> clusters.put(cluster.name(), cluster));
            service.endpoints().forEach(endpoint -> endpoints.put(endpoint.name(), endpoint));
            service.virtualHosts().forEach(host -> virtualHosts.put(host.name(), host));
        }
        Reuse.of(invalid(model), List.copyOf(previous.clusters.values()))
                .forEach(cluster -> clusters.put(cluster.name(), cluster));
        return new SharedResources(
                Reuse.of(Collections.unmodifiableNavigableMap(clusters), previous.clusters),
                Reuse.of(Collections.unmodifiableNavigableMap(endpoints), previous.endpoints),
                Reuse.of(Collections.unmodifiableNavigableMap(virtualHosts), previous.virtualHosts));
    }

    Map<ResourceType, NavigableMap<String, EncodedResource>> byType() {
        var byType = new EnumMap<ResourceType, NavigableMap<String, EncodedResource>>(ResourceType.class);
        byType.put(ResourceType.CLUSTER, clusters);
        byType.put(ResourceType.ENDPOINT, endpoints);
        byType.put(ResourceType.VIRTUAL_HOST, virtualHosts);
        return byType;
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
