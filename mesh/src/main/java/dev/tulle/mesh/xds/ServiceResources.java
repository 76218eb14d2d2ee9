package dev.tulle.mesh.xds;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.model.MeshService;
import dev.tulle.mesh.model.MeshServicePort;
import dev.tulle.mesh.model.RouteRule;
import dev.tulle.mesh.xds.cluster.OutboundClusters;
import dev.tulle.mesh.xds.endpoint.LoadAssignments;
import dev.tulle.mesh.xds.route.RouteConfigurations;
import dev.tulle.mesh.xds.route.ServiceVirtualHosts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The resources of one service, encoded.
 *
 * @param service what they were built from
 * @param clusters by name
 * @param endpoints for each cluster
 * @param virtualHosts for callers of other namespaces, one for each HTTP port
 * @param ownVirtualHosts the same names for callers of the service's own namespace
 */
record ServiceResources(
        MeshService service,
        List<EncodedResource> clusters,
        List<EncodedResource> endpoints,
        List<EncodedResource> virtualHosts,
        List<EncodedResource> ownVirtualHosts) {

    static ServiceResources of(MeshService service) {
        var sources = new ArrayList<ConfigKey>(service.policySources());
        sources.add(service.source());
        var clusters = OutboundClusters.of(service).stream()
                .map(cluster -> EncodedResource.of(ResourceType.CLUSTER, cluster.getName(), cluster, sources))
                .toList();
        var endpoints = LoadAssignments.of(service).stream()
                .map(endpoint ->
                        EncodedResource.of(ResourceType.ENDPOINT, endpoint.getClusterName(), endpoint, sources))
                .toList();
        return new ServiceResources(
                service,
                clusters,
                endpoints,
                virtualHosts(service, Optional.empty()),
                virtualHosts(service, Optional.of(service.source().namespace())));
    }

    /** The same resources, each being the previous object where it says the same. */
    ServiceResources reusing(ServiceResources previous) {
        return new ServiceResources(
                service,
                Reuse.of(clusters, previous.clusters),
                Reuse.of(endpoints, previous.endpoints),
                Reuse.of(virtualHosts, previous.virtualHosts),
                Reuse.of(ownVirtualHosts, previous.ownVirtualHosts));
    }

    private static List<EncodedResource> virtualHosts(MeshService service, Optional<String> callerNamespace) {
        var hosts = new ArrayList<EncodedResource>();
        for (var port : service.ports()) {
            if (port.protocol().isHttp()) {
                var host = ServiceVirtualHosts.of(RouteConfigurations.HTTP_PROXY, service, port, callerNamespace);
                hosts.add(EncodedResource.of(ResourceType.VIRTUAL_HOST, host.getName(), host, sources(service, port)));
            }
        }
        return hosts;
    }

    private static List<ConfigKey> sources(MeshService service, MeshServicePort port) {
        var sources = new ArrayList<ConfigKey>();
        sources.add(service.source());
        port.rules().stream().map(RouteRule::source).forEach(sources::add);
        return sources;
    }
}
