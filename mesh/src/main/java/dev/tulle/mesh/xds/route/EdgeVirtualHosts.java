package dev.tulle.mesh.xds.route;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.model.EdgeGateway;
import dev.tulle.mesh.model.EdgeServer.EdgeHost;
import dev.tulle.mesh.model.HostMatch;
import dev.tulle.mesh.model.RouteRule;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a gateway routes: one virtual host for each host that some rule names, and always one for all others, so that an unknown
 * host gets 404 {@code NR} and no domain ever moves between virtual hosts. Where all ports share one route configuration, a
 * request says by a header through which port it came; a port's rules for a host are those of the most specific of its hosts.
 */
public final class EdgeVirtualHosts {
    /** Names the port a request came in by; only the mesh may set it. */
    public static final String PORT_HEADER = "x-mesh-gateway-port";

    /** A virtual host and the objects that made it. */
    public record Sourced(VirtualHost host, List<ConfigKey> sources) {
        public Sourced {
            sources = List.copyOf(sources);
        }
    }

    /** Whether a route looks at {@link #PORT_HEADER}. */
    public enum PortCheck {
        BY_HEADER,
        NONE
    }

    private EdgeVirtualHosts() {}

    /** Sorted by host, most specific first. */
    public static List<Sourced> of(String routeConfiguration, List<EdgePort> ports, PortCheck check) {
        var hosts = new TreeSet<HostMatch>();
        hosts.add(new HostMatch.Any());
        ports.forEach(port -> port.virtualHosts().forEach(host -> hosts.add(host.host())));
        return hosts.stream()
                .map(host -> virtualHost(routeConfiguration, host, ports, check))
                .toList();
    }

    private static Sourced virtualHost(
            String routeConfiguration, HostMatch host, List<EdgePort> ports, PortCheck check) {
        var virtualHost = VirtualHost.newBuilder().setName(routeConfiguration + "/" + host.pattern());
        virtualHost.addDomains(host.pattern());
        var sources = new TreeSet<ConfigKey>();
        for (var port : ports) {
            rulesFor(host, port.virtualHosts()).ifPresent(rules -> {
                for (var route : Routes.of(rules, "gateway " + host.pattern())) {
                    virtualHost.addRoutes(check == PortCheck.BY_HEADER ? fromPort(route, port.number()) : route);
                }
                rules.forEach(rule -> sources.add(rule.source()));
                sources.addAll(port.sources());
            });
        }
        return new Sourced(virtualHost.build(), List.copyOf(sources));
    }

    private static Optional<List<RouteRule>> rulesFor(HostMatch host, List<EdgeHost> hosts) {
        return hosts.stream()
                .filter(candidate -> covers(candidate.host(), host))
                .min((left, right) -> left.host().compareTo(right.host()))
                .map(EdgeHost::rules);
    }

    /** Whether every name that {@code narrow} means is meant by {@code wide} too. */
    private static boolean covers(HostMatch wide, HostMatch narrow) {
        return switch (wide) {
            case HostMatch.Any() -> true;
            case HostMatch.Exact exact -> exact.equals(narrow);
            case HostMatch.Suffix(var suffix) ->
                switch (narrow) {
                    case HostMatch.Any() -> false;
                    case HostMatch.Exact(var name) -> name.endsWith(suffix);
                    case HostMatch.Suffix(var other) -> other.endsWith(suffix);
                };
        };
    }

    private static Route fromPort(Route route, int port) {
        var check = HeaderMatcher.newBuilder()
                .setName(PORT_HEADER)
                .setStringMatch(StringMatcher.newBuilder().setExact(Integer.toString(port)));
        return route.toBuilder()
                .setMatch(route.getMatch().toBuilder().addHeaders(check))
                .build();
    }

    /**
     * Everything that goes through one port of a gateway pod, whichever Gateway resources say so.
     *
     * @param number the port as clients of the gateway's Service know it
     * @param virtualHosts most specific host first; each host once
     * @param sources the Gateways that open the port, sorted
     */
    public record EdgePort(int number, List<EdgeHost> virtualHosts, List<ConfigKey> sources) {
        public EdgePort {
            virtualHosts = List.copyOf(virtualHosts);
            sources = List.copyOf(sources);
        }

        /** The ports of these gateways that carry HTTP, sorted by number; rules of several for one host follow each other. */
        public static List<EdgePort> of(List<EdgeGateway> gateways) {
            var rules = new TreeMap<Integer, TreeMap<HostMatch, List<RouteRule>>>();
            var sources = new TreeMap<Integer, TreeSet<ConfigKey>>();
            for (var gateway : gateways) {
                for (var server : gateway.servers()) {
                    if (!server.protocol().isHttp() && server.tls().isEmpty()) {
                        continue;
                    }
                    var byHost = rules.computeIfAbsent(server.port(), number -> new TreeMap<>());
                    for (var host : server.virtualHosts()) {
                        byHost.computeIfAbsent(host.host(), match -> new ArrayList<>())
                                .addAll(host.rules());
                    }
                    sources.computeIfAbsent(server.port(), number -> new TreeSet<>())
                            .add(gateway.source());
                }
            }
            var ports = new ArrayList<EdgePort>();
            rules.forEach((number, byHost) -> ports.add(new EdgePort(
                    number,
                    byHost.entrySet().stream()
                            .map(entry -> new EdgeHost(entry.getKey(), entry.getValue()))
                            .toList(),
                    List.copyOf(sources.getOrDefault(number, new TreeSet<>())))));
            return ports;
        }
    }
}
