package dev.tulle.mesh.xds.route;

import dev.tulle.mesh.model.Backend;
import dev.tulle.mesh.model.HeaderChanges;
import dev.tulle.mesh.model.MeshService;
import dev.tulle.mesh.model.MeshServicePort;
import dev.tulle.mesh.model.RouteAction.Forward;
import dev.tulle.mesh.model.RouteAction.Rewrite;
import dev.tulle.mesh.model.RouteMatch;
import dev.tulle.mesh.model.RouteRetry;
import dev.tulle.mesh.model.ServiceAddress;
import dev.tulle.mesh.model.Timeout;
import dev.tulle.mesh.model.WeightedBackend;
import dev.tulle.mesh.xds.cluster.HeadlessInstances;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How sidecars route requests to one port of a service. The name is a function of host and port, so that a domain never stands
 * in two virtual hosts. Source: envoy.config.route.v3.VirtualHost.
 */
public final class ServiceVirtualHosts {
    private ServiceVirtualHosts() {}

    /** The resource's name, which is the virtual host's too: Envoy removes virtual hosts by it. */
    public static String name(String routeConfiguration, MeshService service, MeshServicePort port) {
        return routeConfiguration + "/" + operation(service, port);
    }

    /** For explicit capture, and callers of one namespace; absent: of any but the service's own. */
    public static VirtualHost of(
            String routeConfiguration, MeshService service, MeshServicePort port, Optional<String> callerNamespace) {
        var host = VirtualHost.newBuilder()
                .setName(name(routeConfiguration, service, port))
                .addAllDomains(ServiceDomains.of(service.host(), port.number(), callerNamespace));
        return withRoutes(host, service, port).build();
    }

    /**
     * For redirected callers of one namespace; absent: of any but the service's own. Known by its names and virtual addresses, and
     * the instances of a headless service by their own names.
     */
    public static List<VirtualHost> redirected(
            String routeConfiguration, MeshService service, MeshServicePort port, Optional<String> callerNamespace) {
        var hosts = new ArrayList<VirtualHost>();
        var names = ServiceDomains.names(service.host(), callerNamespace);
        var host = VirtualHost.newBuilder()
                .setName(name(routeConfiguration, service, port))
                .addAllDomains(names);
        switch (service.address().orElse(new ServiceAddress.Headless())) {
            case ServiceAddress.Virtual(var addresses) ->
                addresses.forEach(address -> host.addDomains(ServiceDomains.ofAddress(address)));
            case ServiceAddress.Headless() ->
                service.endpoints().forEach(endpoint -> endpoint.hostname()
                        .filter(hostname -> endpoint.ports().containsKey(port.number()))
                        .ifPresent(hostname -> hosts.add(instance(
                                name(routeConfiguration, service, port) + "/" + hostname,
                                ServiceDomains.ofInstance(hostname, names),
                                direct(service, port, Optional.of(HeadlessInstances.at(endpoint.address())))))));
        }
        hosts.add(withRoutes(host, service, port).build());
        return hosts;
    }

    private static VirtualHost instance(String name, List<String> domains, Route route) {
        return VirtualHost.newBuilder()
                .setName(name)
                .addAllDomains(domains)
                .addRoutes(route)
                .build();
    }

    private static VirtualHost.Builder withRoutes(VirtualHost.Builder host, MeshService service, MeshServicePort port) {
        return port.rules().isEmpty()
                ? host.addRoutes(direct(service, port, Optional.empty()))
                : host.addAllRoutes(Routes.of(port.rules(), operation(service, port)));
    }

    private static String operation(MeshService service, MeshServicePort port) {
        return service.host().name() + ":" + port.number();
    }

    /** What holds without rules: everything straight to the service, or to one of its instances. */
    private static Route direct(MeshService service, MeshServicePort port, Optional<Metadata> instance) {
        var backend = new Backend.Service(service.host(), port.number(), Optional.empty());
        var forward = new Forward(
                List.of(new WeightedBackend(backend, 1, HeaderChanges.NONE)),
                new Timeout.Unset(),
                new RouteRetry.Default(),
                Rewrite.NONE,
                List.of());
        var action = RouteActions.forward(forward, HeaderChanges.NONE).toBuilder();
        instance.ifPresent(action::setMetadataMatch);
        return Route.newBuilder()
                .setName("default")
                .setMatch(RouteMatches.of(RouteMatch.ANY))
                .setDecorator(Routes.decorator(operation(service, port)))
                .setRoute(action)
                .build();
    }
}
