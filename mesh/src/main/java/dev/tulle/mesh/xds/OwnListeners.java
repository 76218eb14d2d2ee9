package dev.tulle.mesh.xds;

import dev.tulle.mesh.xds.OwnPorts.InPod;
import dev.tulle.mesh.xds.OwnPorts.OnNodeAddress;
import dev.tulle.mesh.xds.OwnPorts.ProbeProtocol;
import dev.tulle.mesh.xds.OwnPorts.ProbeRoute;
import dev.tulle.mesh.xds.wire.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The static listeners of a bootstrap and the clusters behind them, JSON. */
final class OwnListeners {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String EVERY_ADDRESS = "0.0.0.0";

    private final String nodeAddress;
    private final OwnPorts ports;

    OwnListeners(String nodeAddress, OwnPorts ports) {
        this.nodeAddress = nodeAddress;
        this.ports = ports;
    }

    /** Where the admin page is. */
    String adminAddress() {
        return switch (ports) {
            case OnNodeAddress() -> nodeAddress;
            case InPod ignored -> LOOPBACK;
        };
    }

    /** Health, telemetry, and probes where there are some. */
    List<String> listeners() {
        var listeners = new ArrayList<String>();
        listeners.add(listener("health", Bootstrap.HEALTH_PORT, List.of(route("/healthz/ready", "admin", "/ready"))));
        listeners.add(listener(
                "telemetry",
                Bootstrap.TELEMETRY_PORT,
                List.of(route("/stats/prometheus", "admin", "/stats/prometheus"))));
        var routes = new TreeMap<Integer, List<String>>();
        for (var probe : probes()) {
            routes.computeIfAbsent(probe.listenPort(), port -> new ArrayList<>())
                    .add(route(probe.path(), clusterName(probe), probe.applicationPath()));
        }
        routes.forEach((port, of) -> listeners.add(listener("probes_" + port, port, of)));
        return listeners;
    }

    /** One for each port and protocol that is probed. */
    List<String> clusters() {
        var clusters = new TreeMap<String, String>();
        for (var probe : probes()) {
            var address = Optional.of(new Bootstrap.HostPort(nodeAddress, probe.applicationPort()));
            clusters.put(
                    clusterName(probe),
                    BootstrapParts.cluster(clusterName(probe), address, FROM_INSIDE + protocol(probe.protocol())));
        }
        return List.copyOf(clusters.values());
    }

    /** By this source address the capture rules know what the proxy sends to its own application: it is not redirected again. */
    private static final String FROM_INSIDE = """
            ,
              "upstream_bind_config": {
                "source_address": {"address": "127.0.0.6", "port_value": 0},
                "extra_source_addresses": [{"address": {"address": "::6", "port_value": 0}}]
              }""";

    private static String protocol(ProbeProtocol protocol) {
        return switch (protocol) {
            case HTTP -> "";
            case GRPC -> BootstrapParts.http2("", "");
            case HTTPS -> """
                ,
                  "transport_socket": {
                    "name": "envoy.transport_sockets.tls",
                    "typed_config": {"@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext"}
                  }""";
        };
    }

    private List<ProbeRoute> probes() {
        return switch (ports) {
            case OnNodeAddress() -> List.of();
            case InPod(var probes) -> probes;
        };
    }

    private static String clusterName(ProbeRoute probe) {
        return "probe|" + probe.applicationPort() + "|" + probe.protocol();
    }

    private static String route(String path, String cluster, String rewrite) {
        return "{\"match\": {\"path\": %s}, \"route\": {\"cluster\": %s, \"prefix_rewrite\": %s, \"timeout\": \"0s\"}}"
                .formatted(JsonText.quote(path), JsonText.quote(cluster), JsonText.quote(rewrite));
    }

    private String listener(String name, int port, List<String> routes) {
        return """
            {"name": %s, %s, "filter_chains": [{"filters": [{
              "name": "envoy.filters.network.http_connection_manager",
              "typed_config": {
                "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
                "stat_prefix": %s,
                "route_config": {"virtual_hosts": [{"name": %s, "domains": ["*"], "routes": [
                  %s
                ]}]},
                "http_filters": [{
                  "name": "envoy.filters.http.router",
                  "typed_config": {"@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}
                }]
              }
            }]}]}""".formatted(
                        JsonText.quote(name),
                        address(port),
                        JsonText.quote(name),
                        JsonText.quote(name),
                        String.join(",\n                  ", routes));
    }

    /** In a pod the node's address comes second: an IPv6 pod is reached by it, and beside 0.0.0.0 it does no harm to another. */
    private String address(int port) {
        return switch (ports) {
            case OnNodeAddress() -> "\"address\": " + BootstrapParts.socket(nodeAddress, port);
            case InPod ignored ->
                "\"address\": %s, \"additional_addresses\": [{\"address\": %s}]"
                        .formatted(
                                BootstrapParts.socket(EVERY_ADDRESS, port), BootstrapParts.socket(nodeAddress, port));
        };
    }
}
