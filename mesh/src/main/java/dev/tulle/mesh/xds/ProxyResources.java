package dev.tulle.mesh.xds;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.model.CaptureMode;
import dev.tulle.mesh.model.EdgeGateway;
import dev.tulle.mesh.model.PeerPolicy;
import dev.tulle.mesh.model.ProxyRole;
import dev.tulle.mesh.model.Workload;
import dev.tulle.mesh.xds.cluster.InboundClusters;
import dev.tulle.mesh.xds.cluster.PassthroughClusters;
import dev.tulle.mesh.xds.listener.InboundListeners;
import dev.tulle.mesh.xds.listener.OutboundListeners;
import dev.tulle.mesh.xds.route.RouteConfigurations;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What one proxy has for itself: its listeners, the clusters to its application, and a gateway's routes.
 *
 * @param workload whose proxy
 * @param gateways those that select it, sorted
 * @param resources encoded
 */
record ProxyResources(Workload workload, List<EdgeGateway> gateways, List<EncodedResource> resources) {
    /** The same for every sidecar: its virtual hosts come one by one. */
    private static final EncodedResource HTTP_PROXY_ROUTES = routes(RouteConfigurations.httpProxy(), List.of());

    private static final EncodedResource PASSTHROUGH = cluster(PassthroughClusters.outbound());
    private static final EncodedResource NOWHERE = cluster(PassthroughClusters.nowhere());

    static ProxyResources of(Workload workload, List<EdgeGateway> gateways) {
        var resources =
                switch (workload.role()) {
                    case ProxyRole.Sidecar() -> sidecar(workload);
                    case ProxyRole.Edge edge -> EdgeResources.of(workload, edge, gateways);
                };
        return new ProxyResources(workload, gateways, resources);
    }

    ProxyResources reusing(ProxyResources previous) {
        return new ProxyResources(workload, gateways, Reuse.of(resources, previous.resources));
    }

    boolean builtFrom(Workload otherWorkload, List<EdgeGateway> otherGateways) {
        return workload.equals(otherWorkload) && gateways.equals(otherGateways);
    }

    private static List<EncodedResource> sidecar(Workload workload) {
        return switch (workload.capture()) {
            case CaptureMode.Explicit(var proxy, var application, var published) -> explicit(workload, application);
            case CaptureMode.Redirected(var podAddress) -> redirected(workload, podAddress);
        };
    }

    private static List<EncodedResource> explicit(Workload workload, String applicationAddress) {
        var resources = new ArrayList<EncodedResource>();
        for (var port : workload.inbound()) {
            resources.add(listener(
                    InboundListeners.of(workload.address(), port, workload.mutualTls(port.port())), peers(workload)));
            resources.add(cluster(InboundClusters.towards(applicationAddress, port.port(), port.protocol())));
        }
        OutboundListeners.sidecar(workload.capture()).forEach(listener -> resources.add(listener(listener, List.of())));
        resources.add(HTTP_PROXY_ROUTES);
        return resources;
    }

    /** What it sends is shared with all redirected proxies: see {@link SharedOutbound}. */
    private static List<EncodedResource> redirected(Workload workload, String podAddress) {
        var resources = new ArrayList<EncodedResource>();
        var wildcard = CaptureKind.of(workload).wildcard();
        resources.add(listener(InboundListeners.redirected(wildcard, workload), peers(workload)));
        for (var port : workload.inbound()) {
            resources.add(cluster(InboundClusters.redirected(podAddress, port.port(), port.protocol())));
        }
        resources.add(cluster(PassthroughClusters.inbound(podAddress)));
        resources.add(PASSTHROUGH);
        resources.add(NOWHERE);
        return resources;
    }

    private static List<ConfigKey> peers(Workload workload) {
        return workload.peers().map(PeerPolicy::sources).orElse(List.of());
    }

    private static EncodedResource listener(Listener listener, Collection<ConfigKey> sources) {
        return EncodedResource.of(ResourceType.LISTENER, listener.getName(), listener, sources);
    }

    private static EncodedResource cluster(Cluster cluster) {
        return EncodedResource.of(ResourceType.CLUSTER, cluster.getName(), cluster, List.of());
    }

    private static EncodedResource routes(RouteConfiguration routes, Collection<ConfigKey> sources) {
        return EncodedResource.of(ResourceType.ROUTE, routes.getName(), routes, sources);
    }
}
