package dev.tulle.mesh.model;

import java.util.List;
import java.util.Optional;

/**
 * One port of an edge gateway. Source: Gateway servers[].
 *
 * @param name servers[].name, else the port's name
 * @param port the port as clients of the gateway's Service know it: 80
 * @param protocol HTTP, or HTTPS where {@code tls} is there
 * @param hosts who is served; sorted
 * @param tls how TLS ends here; absent: plain text
 * @param virtualHosts the rules of the VirtualServices bound to it, by host, most specific host first
 */
public record EdgeServer(
        String name,
        int port,
        Protocol protocol,
        Optional<EdgeTls> tls,
        List<HostMatch> hosts,
        List<EdgeHost> virtualHosts) {
    public EdgeServer {
        Ports.check("port", port);
        hosts = List.copyOf(hosts);
        virtualHosts = List.copyOf(virtualHosts);
    }

    /** In plain text. */
    public EdgeServer(String name, int port, Protocol protocol, List<HostMatch> hosts, List<EdgeHost> virtualHosts) {
        this(name, port, protocol, Optional.empty(), hosts, virtualHosts);
    }

    /** What happens to requests for one host, in order of precedence. */
    public record EdgeHost(HostMatch host, List<RouteRule> rules) {
        public EdgeHost {
            rules = List.copyOf(rules);
        }
    }
}
