package dev.tulle.mesh.xds.route;

import dev.tulle.mesh.model.Backend;
import dev.tulle.mesh.model.HeaderChanges;
import dev.tulle.mesh.model.MeshService;
import dev.tulle.mesh.model.MeshServicePort;
import dev.tulle.mesh.model.RouteAction.Forward;
import dev.tulle.mesh.model.RouteAction.Rewrite;
import dev.tulle.mesh.model.RouteMatch;
import dev.tulle.mesh.model.RouteRetry;
import dev.tulle.mesh.model.Timeout;
import dev.tulle.mesh.model.WeightedBackend;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
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

    /** For callers of one namespace; absent: of any but the service's own. */
    public static VirtualHost of(
            String routeConfiguration, MeshService service, MeshServicePort port, Optional<String> callerNamespace) {
        var operation = operation(service, port);
        var host = VirtualHost.newBuilder()
                .setName(name(routeConfiguration, service, port))
                .addAllDomains(ServiceDomains.of(service.host(), port.number(), callerNamespace));
        if (port.rules().isEmpty()) {
            host.addRoutes(direct(service, port, operation));
        } else {
            host.addAllRoutes(Routes.of(port.rules(), operation));
        }
        return host.build();
    }

    private static String operation(MeshService service, MeshServicePort port) {
        return service.host().name() + ":" + port.number();
    }

    /** What holds without rules: everything straight to the service. */
    private static Route direct(MeshService service, MeshServicePort port, String operation) {
        var backend = new Backend.Service(service.host(), port.number(), Optional.empty());
        var forward = new Forward(
                List.of(new WeightedBackend(backend, 1, HeaderChanges.NONE)),
                new Timeout.Unset(),
                new RouteRetry.Default(),
                Rewrite.NONE,
                List.of());
        return Route.newBuilder()
                .setName("default")
                .setMatch(RouteMatches.of(RouteMatch.ANY))
                .setDecorator(Routes.decorator(operation))
                .setRoute(RouteActions.forward(forward, HeaderChanges.NONE))
                .build();
    }
}
