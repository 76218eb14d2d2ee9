package dev.tulle.mesh.xds;

import dev.tulle.mesh.model.MeshService;
import dev.tulle.mesh.model.MeshServicePort;
import dev.tulle.mesh.xds.cluster.HeadlessInstances;
import dev.tulle.mesh.xds.listener.InboundListeners;
import dev.tulle.mesh.xds.listener.RedirectedListeners;
import dev.tulle.mesh.xds.route.RouteConfigurations;
import dev.tulle.mesh.xds.route.ServiceVirtualHosts;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How callers of one kind reach a service.
 *
 * @param httpPorts the ports on which they may call it by HTTP
 * @param listeners for its ports that are not HTTP
 * @param virtualHosts for callers of other namespaces
 * @param ownVirtualHosts the same names for callers of the service's own namespace
 */
record ServiceOutbound(
        SortedSet<Integer> httpPorts,
        List<EncodedResource> listeners,
        List<EncodedResource> virtualHosts,
        List<EncodedResource> ownVirtualHosts) {
    /** Not at all. */
    static final ServiceOutbound NONE = new ServiceOutbound(new TreeSet<>(), List.of(), List.of(), List.of());

    /** Envoy refuses a second listener of an address, even one that is not bound; HTTP to such a port of a service passes through. */
    private static final Set<Integer> OWN_PORTS = Set.of(
            RedirectedListeners.PORT,
            InboundListeners.REDIRECTED_PORT,
            Bootstrap.PROBE_PORT,
            Bootstrap.HEALTH_PORT,
            Bootstrap.TELEMETRY_PORT);

    static ServiceOutbound of(MeshService service, CaptureKind kind) {
        var ownNamespace = Optional.of(service.source().namespace());
        return switch (kind) {
            case EXPLICIT ->
                new ServiceOutbound(
                        new TreeSet<>(),
                        List.of(),
                        explicit(service, Optional.empty()),
                        explicit(service, ownNamespace));
            case REDIRECTED, REDIRECTED_IPV6 ->
                new ServiceOutbound(
                        new TreeSet<>(httpPorts(service).keySet()),
                        listeners(service),
                        redirected(service, Optional.empty()),
                        redirected(service, ownNamespace));
        };
    }

    ServiceOutbound reusing(ServiceOutbound previous) {
        return new ServiceOutbound(
                httpPorts,
                Reuse.of(listeners, previous.listeners),
                Reuse.of(virtualHosts, previous.virtualHosts),
                Reuse.of(ownVirtualHosts, previous.ownVirtualHosts));
    }

    private static List<EncodedResource> explicit(MeshService service, Optional<String> callerNamespace) {
        var hosts = new ArrayList<EncodedResource>();
        for (var port : service.ports()) {
            if (port.protocol().isHttp()) {
                var host = ServiceVirtualHosts.of(RouteConfigurations.HTTP_PROXY, service, port, callerNamespace);
                hosts.add(encoded(host, service, port));
            }
        }
        return hosts;
    }

    private static List<EncodedResource> redirected(MeshService service, Optional<String> callerNamespace) {
        var hosts = new ArrayList<EncodedResource>();
        httpPorts(service).forEach((number, port) -> {
            var routes = RouteConfigurations.redirectedName(number);
            ServiceVirtualHosts.redirected(routes, service, port, callerNamespace)
                    .forEach(host -> hosts.add(encoded(host, service, port)));
        });
        return hosts;
    }

    private static EncodedResource encoded(VirtualHost host, MeshService service, MeshServicePort port) {
        return EncodedResource.of(
                ResourceType.VIRTUAL_HOST, host.getName(), host, ServiceResources.sources(service, port));
    }

    private static List<EncodedResource> listeners(MeshService service) {
        var listeners = new ArrayList<EncodedResource>();
        for (var port : service.ports()) {
            if (!port.protocol().isHttp()) {
                RedirectedListeners.tcp(service, port)
                        .forEach(listener -> listeners.add(EncodedResource.of(
                                ResourceType.LISTENER, listener.getName(), listener, List.of(service.source()))));
            }
        }
        return listeners;
    }

    /**
     * The port number that callers use to the port that they mean. Callers of a headless service reach its instances by the
     * instances' own ports; where several ports of the service lead to one of those, the port of that number counts, or the first.
     */
    private static SortedMap<Integer, MeshServicePort> httpPorts(MeshService service) {
        var ports = new TreeMap<Integer, MeshServicePort>();
        var http = service.ports().stream()
                .filter(port -> port.protocol().isHttp())
                .toList();
        http.forEach(port -> ports.put(port.number(), port));
        if (HeadlessInstances.areIn(service)) {
            for (var port : http) {
                service.endpoints().forEach(endpoint -> Optional.ofNullable(
                                endpoint.ports().get(port.number()))
                        .ifPresent(number -> ports.putIfAbsent(number, port)));
            }
        }
        ports.keySet().removeAll(OWN_PORTS);
        return ports;
    }
}
