package dev.tulle.mesh.xds.route;

import dev.tulle.mesh.model.HostMatch;
import dev.tulle.mesh.xds.cluster.PassthroughClusters;
import dev.tulle.mesh.xds.filter.PeerNames;
import dev.tulle.mesh.xds.wire.MeshSecrets;
import dev.tulle.mesh.xds.wire.ProtoValues;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.Vhds;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.time.Duration;
import java.util.List;

/** The tables that routes stand in. Source: envoy.config.route.v3.RouteConfiguration. */
public final class RouteConfigurations {
    /** What sidecars use for their application's requests. */
    public static final String HTTP_PROXY = "http_proxy";
    /** What a gateway uses for the requests that its edge application sends on. */
    public static final String EDGE = "edge";
    /** In which header Envoy's response flags reach the edge application. */
    public static final String FLAGS_HEADER = "x-mesh-response-flags";

    /** By which header a proxy tells its peer that the request never reached the application. */
    public static final String UNREACHED_HEADER = "x-mesh-unreached";

    private static final int MISDIRECTED_REQUEST = 421;
    private static final int LONGEST_ANSWER = 1024 * 1024;

    private RouteConfigurations() {}

    /**
     * For a sidecar's own requests. There is no virtual host for all other hosts: in explicit capture an application sends to its
     * proxy what it means for the mesh, so an unknown host is a mistake and gets 404 {@code NR}. Istio's default (ALLOW_ANY, pass
     * on) would make every sidecar an open proxy to everything on the machine.
     */
    public static RouteConfiguration httpProxy() {
        return outbound(HTTP_PROXY).build();
    }

    /** The name for a port, as Istio has it: {@code 8081}. */
    public static String redirectedName(int port) {
        return String.valueOf(port);
    }

    /**
     * For what redirected applications send to an HTTP port of any address. The port in a Host header does not matter: the
     * connection's says it. A host that is none of the mesh's goes on to where it was sent (Istio's ALLOW_ANY): the application
     * knows of no proxy.
     */
    public static RouteConfiguration redirected(int port) {
        var onwards = RouteAction.newBuilder()
                .setCluster(PassthroughClusters.OUTBOUND)
                .setTimeout(ProtoValues.duration(Duration.ZERO));
        return outbound(redirectedName(port))
                .setIgnorePortInHostMatching(true)
                .addVirtualHosts(VirtualHost.newBuilder()
                        .setName("allow_any")
                        .addDomains("*")
                        .addRoutes(Route.newBuilder()
                                .setName("allow_any")
                                .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                                .setDecorator(Routes.decorator(PassthroughClusters.OUTBOUND))
                                .setRoute(onwards)))
                .build();
    }

    /** For the second pass through a gateway: where the mesh's own headers from the first pass end. */
    public static RouteConfiguration edge() {
        return outbound(EDGE)
                .setIgnorePortInHostMatching(true)
                .addRequestHeadersToRemove(EdgeVirtualHosts.PORT_HEADER)
                .addResponseHeadersToRemove(FLAGS_HEADER)
                .build();
    }

    /** For one port of a gateway that routes by itself. */
    public static RouteConfiguration gatewayPort(String name) {
        return outbound(name).setIgnorePortInHostMatching(true).build();
    }

    /**
     * For a gateway with an edge application: everything goes to the application, with the port it came in by. A request for
     * another host than the server's is misdirected: it would get past what TLS asks of that host's clients.
     */
    public static RouteConfiguration firstPass(int gatewayPort, String cluster, List<HostMatch> hosts) {
        var route = toApplication(cluster, "edge application")
                .addRequestHeadersToAdd(EdgeHeaders.port(gatewayPort))
                .addResponseHeadersToRemove(FLAGS_HEADER);
        var name = "first_pass_" + gatewayPort;
        if (hosts.stream().anyMatch(HostMatch.Any.class::isInstance)) {
            return inline(name, route);
        }
        return RouteConfiguration.newBuilder()
                .setName(name)
                .setValidateClusters(ProtoValues.no())
                .setIgnorePortInHostMatching(true)
                .addVirtualHosts(VirtualHost.newBuilder()
                        .setName(name)
                        .addAllDomains(hosts.stream().map(HostMatch::pattern).toList())
                        .addRoutes(route))
                .addVirtualHosts(VirtualHost.newBuilder()
                        .setName("misdirected")
                        .addDomains("*")
                        .addRoutes(Route.newBuilder()
                                .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                                .setDirectResponse(
                                        DirectResponseAction.newBuilder().setStatus(MISDIRECTED_REQUEST))))
                .build();
    }

    /** For an inbound port: everything goes to the application. */
    public static RouteConfiguration inbound(int port, String cluster, String operation) {
        return inline("inbound_" + port, toApplication(cluster, operation));
    }

    private static RouteConfiguration inline(String name, Route.Builder route) {
        return RouteConfiguration.newBuilder()
                .setName(name)
                .setValidateClusters(ProtoValues.no())
                .addVirtualHosts(
                        VirtualHost.newBuilder().setName(name).addDomains("*").addRoutes(route))
                .build();
    }

    private static Route.Builder toApplication(String cluster, String operation) {
        return Route.newBuilder()
                .setName("default")
                .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                .setDecorator(Routes.decorator(operation))
                .setRoute(RouteAction.newBuilder()
                        .setCluster(cluster)
                        .setTimeout(ProtoValues.duration(Duration.ZERO))
                        .setRetryPolicy(RetryPolicies.inbound()));
    }

    private static RouteConfiguration.Builder outbound(String name) {
        return RouteConfiguration.newBuilder()
                .setName(name)
                .setValidateClusters(ProtoValues.no())
                .setMaxDirectResponseBodySizeBytes(ProtoValues.uint32(LONGEST_ANSWER))
                .addAllRequestHeadersToAdd(PeerNames.headers())
                .addResponseHeadersToRemove(UNREACHED_HEADER)
                .setVhds(Vhds.newBuilder().setConfigSource(MeshSecrets.overAds()));
    }
}
