package dev.tulle.mesh.xds.listener;

import dev.tulle.mesh.model.InboundPort;
import dev.tulle.mesh.model.MutualTlsMode;
import dev.tulle.mesh.model.Workload;
import dev.tulle.mesh.xds.cluster.ClusterName;
import dev.tulle.mesh.xds.cluster.PassthroughClusters;
import dev.tulle.mesh.xds.filter.TelemetryLabels;
import dev.tulle.mesh.xds.filter.TelemetryLabels.Destination;
import dev.tulle.mesh.xds.filter.TelemetryLabels.Security;
import dev.tulle.mesh.xds.route.RouteConfigurations;
import dev.tulle.mesh.xds.wire.MeshSecrets;
import dev.tulle.mesh.xds.wire.ProtoValues;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.time.Duration;
import java.util.List;

/**
 * A port of the application as peers reach it. PERMISSIVE: mutual TLS from sidecars, told by the protocol they announce, and
 * plain text from everybody else; TLS of the application's own passes through untouched. The other modes have fewer filter
 * chains and differ in nothing else, so that a change of mode leaves the connections of the chains that stay alone.
 * Source: envoy.config.listener.v3.Listener.
 */
public final class InboundListeners {
    /** How long a silent client of a TCP port may be one that waits for the server to speak first. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    /** To which the kernel redirects what comes for the application. */
    public static final int REDIRECTED_PORT = 15006;

    /** The labels of what is meant for no service. */
    private static final TelemetryLabels UNKNOWN = TelemetryLabels.destination(
            new Destination("unknown", PassthroughClusters.INBOUND, "unknown", "tcp"), Security.NONE);

    private InboundListeners() {}

    /** Without redirection: a listener of the port's own, on the pod's IP address. */
    public static Listener of(String address, InboundPort port, MutualTlsMode mode) {
        var listener = Listener.newBuilder()
                .setName("inbound_" + port.port())
                .setAddress(ProtoValues.socket(address, port.port()))
                .setTrafficDirection(TrafficDirection.INBOUND)
                .addListenerFilters(ListenerFilters.tlsInspector())
                .addAllFilterChains(chains("", FilterChainMatch.getDefaultInstance(), port, mode));
        patience(List.of(port), listener);
        return listener.build();
    }

    /**
     * With redirection: one listener for all ports. A port that is in no Service is the application's own affair: nothing is
     * read there, and nothing waits for a client to speak.
     *
     * @param wildcard {@code 0.0.0.0} or {@code ::}
     */
    public static Listener redirected(String wildcard, Workload workload) {
        var ports = workload.inbound();
        var listener = Listener.newBuilder()
                .setName("virtualInbound")
                .setAddress(ProtoValues.socket(wildcard, REDIRECTED_PORT))
                .setTrafficDirection(TrafficDirection.INBOUND)
                .addListenerFilters(ListenerFilters.originalDestination())
                .addFilterChains(FilterChain.newBuilder()
                        .setName("nowhere")
                        .setFilterChainMatch(on(REDIRECTED_PORT))
                        .addFilters(TcpProxies.unlimited(PassthroughClusters.NOWHERE, UNKNOWN)));
        if (!ports.isEmpty()) {
            listener.addListenerFilters(
                    ListenerFilters.tlsInspector().toBuilder().setFilterDisabled(ListenerFilters.unlessTo(ports)));
        }
        for (var port : ports) {
            listener.addAllFilterChains(
                    chains(port.port() + "_", on(port.port()).build(), port, workload.mutualTls(port.port())));
        }
        // Not the default chain: that would take what no chain of a known port takes, such as plain text where the mode
        // is STRICT.
        listener.addFilterChains(FilterChain.newBuilder()
                .setName("passthrough")
                .addFilters(TcpProxies.unlimited(PassthroughClusters.INBOUND, UNKNOWN)));
        patience(ports, listener);
        return listener.build();
    }

    private static FilterChainMatch.Builder on(int port) {
        return FilterChainMatch.newBuilder().setDestinationPort(ProtoValues.uint32(port));
    }

    /**
     * What a mode takes; a connection that fits no chain is closed. A chain is the same in each mode that has it, so that its
     * connections live on when the mode changes.
     */
    private static List<FilterChain> chains(
            String prefix, FilterChainMatch match, InboundPort port, MutualTlsMode mode) {
        var tls = match.toBuilder().setTransportProtocol("tls").build();
        var sidecars = tls.toBuilder()
                .addApplicationProtocols(MeshSecrets.MESH_PROTOCOL)
                .build();
        var plain = FilterChain.newBuilder().setName(prefix + "plain").addFilters(traffic(port, Security.NONE));
        if (!match.equals(FilterChainMatch.getDefaultInstance())) {
            plain.setFilterChainMatch(match);
        }
        var mutual = mutualTls(prefix + "mutual_tls", sidecars, port);
        return switch (mode) {
            case DISABLE -> List.of(plain.build());
            case PERMISSIVE -> List.of(mutual, plain.build());
            // Also a client with a certificate of the mesh that announces nothing, such as a Prometheus.
            case STRICT -> List.of(mutual, mutualTls(prefix + "mutual_tls_any", tls, port));
        };
    }

    private static FilterChain mutualTls(String name, FilterChainMatch match, InboundPort port) {
        return FilterChain.newBuilder()
                .setName(name)
                .setFilterChainMatch(match)
                .setTransportSocket(DownstreamTransport.mutualTls())
                .addFilters(traffic(port, Security.MUTUAL_TLS))
                .build();
    }

    /** A listener has one limit for all its ports. */
    private static void patience(List<InboundPort> ports, Listener.Builder listener) {
        if (ports.stream().anyMatch(port -> !port.protocol().isHttp())) {
            listener.setListenerFiltersTimeout(ProtoValues.duration(SILENCE)).setContinueOnListenerFiltersTimeout(true);
        }
    }

    private static Filter traffic(InboundPort port, Security security) {
        var cluster = ClusterName.inbound(port.port()).name();
        var destination = destination(port);
        if (!port.protocol().isHttp()) {
            return TcpProxies.towards(cluster, TelemetryLabels.destination(destination, security));
        }
        var operation = port.service().name() + ":" + port.servicePort();
        return ConnectionManagers.inbound(
                port.port(), RouteConfigurations.inbound(port.port(), cluster, operation), destination, security);
    }

    private static Destination destination(InboundPort port) {
        var host = port.service().name();
        var parts = host.split("\\.", 3);
        var namespace = parts.length > 1 ? parts[1] : "unknown";
        return new Destination(host, parts[0], namespace, TelemetryLabels.protocol(port.protocol()));
    }
}
