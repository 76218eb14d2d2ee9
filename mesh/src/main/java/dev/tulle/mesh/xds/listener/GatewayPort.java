package dev.tulle.mesh.xds.listener;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.model.EdgeGateway;
import dev.tulle.mesh.model.EdgeServer;
import dev.tulle.mesh.model.HostMatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One port of a gateway pod.
 *
 * @param number as clients of the gateway's Service know it
 * @param servers those that can be served there: in plain text, or with a credential that exists
 */
public record GatewayPort(int number, List<Server> servers) {
    /**
     * A server, and the Gateway that declares it.
     *
     * @param hosts those of its hosts that no server before it serves with TLS on the port
     */
    public record Server(ConfigKey gateway, EdgeServer server, List<HostMatch> hosts) {
        public Server {
            hosts = List.copyOf(hosts);
        }

        /** The route configuration of a proxy that routes by itself, as Istio names it. */
        public String routeConfiguration() {
            return server.tls().isPresent()
                    ? "https." + server.port() + "." + server.name() + "." + gateway.name() + "." + gateway.namespace()
                    : GatewayListeners.routeConfiguration(server.port());
        }
    }

    public GatewayPort {
        servers = List.copyOf(servers);
    }

    /** The ports of these gateways, sorted by number. */
    public static List<GatewayPort> of(List<EdgeGateway> gateways) {
        record Name(int port, HostMatch host) {}
        var taken = new HashSet<Name>();
        var byNumber = new TreeMap<Integer, List<Server>>();
        for (var gateway : gateways) {
            for (var server : gateway.servers()) {
                var hosts = server.tls().isEmpty()
                        ? server.hosts()
                        : server.hosts().stream()
                                .filter(host -> taken.add(new Name(server.port(), host)))
                                .toList();
                if (!hosts.isEmpty()) {
                    byNumber.computeIfAbsent(server.port(), number -> new ArrayList<>())
                            .add(new Server(gateway.source(), server, hosts));
                }
            }
        }
        var ports = new ArrayList<GatewayPort>();
        byNumber.forEach((number, servers) -> ports.add(new GatewayPort(number, servers)));
        return ports;
    }

    /** The gateway with the servers that a pod of that namespace can serve. */
    public static EdgeGateway servable(EdgeGateway gateway, String namespace) {
        return new EdgeGateway(
                gateway.source(),
                gateway.selector(),
                gateway.servers().stream()
                        .filter(server -> server.tls()
                                .map(tls -> tls.credentials().containsKey(namespace))
                                .orElse(server.protocol().isHttp()))
                        .toList());
    }

    /** Those that end TLS. */
    public List<Server> encrypted() {
        return servers.stream().filter(each -> each.server().tls().isPresent()).toList();
    }

    /** Those in plain text. */
    public List<Server> plain() {
        return servers.stream().filter(each -> each.server().tls().isEmpty()).toList();
    }

    /** The Gateways that open the port, sorted. */
    public List<ConfigKey> sources() {
        return servers.stream().map(Server::gateway).sorted().distinct().toList();
    }

    /** The first port with TLS. */
    public static Optional<Integer> firstEncrypted(List<GatewayPort> ports) {
        return ports.stream()
                .filter(port -> !port.encrypted().isEmpty())
                .map(GatewayPort::number)
                .findFirst();
    }
}
