package dev.tulle.mesh.xds;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.model.MeshService;
import dev.tulle.mesh.model.MeshServicePort;
import dev.tulle.mesh.model.RouteRule;
import dev.tulle.mesh.xds.cluster.OutboundClusters;
import dev.tulle.mesh.xds.endpoint.LoadAssignments;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The resources of one service, encoded.
 *
 * @param service what they were built from
 * @param clusters by name
 * @param endpoints for each cluster
 * @param outbound how callers reach it, for each kind of capture that occurs
 */
record ServiceResources(
        MeshService service,
        List<EncodedResource> clusters,
        List<EncodedResource> endpoints,
        Map<CaptureKind, ServiceOutbound> outbound) {

    static ServiceResources of(MeshService service, Set<CaptureKind> kinds) {
        var sources = new ArrayList<ConfigKey>(service.policySources());
        sources.add(service.source());
        var clusters = OutboundClusters.of(service).stream()
                .map(cluster -> EncodedResource.of(ResourceType.CLUSTER, cluster.getName(), cluster, sources))
                .toList();
        var endpoints = LoadAssignments.of(service).stream()
                .map(endpoint ->
                        EncodedResource.of(ResourceType.ENDPOINT, endpoint.getClusterName(), endpoint, sources))
                .toList();
        var outbound = new EnumMap<CaptureKind, ServiceOutbound>(CaptureKind.class);
        kinds.forEach(kind -> outbound.put(kind, ServiceOutbound.of(service, kind)));
        return new ServiceResources(service, clusters, endpoints, outbound);
    }

    boolean builtFrom(MeshService otherService, Set<CaptureKind> kinds) {
        return service.equals(otherService) && outbound.keySet().equals(kinds);
    }

    /** The same resources, each being the previous object where it says the same. */
    ServiceResources reusing(ServiceResources previous) {
        var reused = new EnumMap<CaptureKind, ServiceOutbound>(CaptureKind.class);
        outbound.forEach((kind, own) ->
                reused.put(kind, own.reusing(previous.outbound.getOrDefault(kind, ServiceOutbound.NONE))));
        return new ServiceResources(
                service, Reuse.of(clusters, previous.clusters), Reuse.of(endpoints, previous.endpoints), reused);
    }

    /** For callers of one kind; nothing for a kind that does not occur. */
    ServiceOutbound outbound(CaptureKind kind) {
        return outbound.getOrDefault(kind, ServiceOutbound.NONE);
    }

    /** The objects that say how requests to a port are routed. */
    static List<ConfigKey> sources(MeshService service, MeshServicePort port) {
        var sources = new ArrayList<ConfigKey>();
        sources.add(service.source());
        port.rules().stream().map(RouteRule::source).forEach(sources::add);
        return sources;
    }
}
