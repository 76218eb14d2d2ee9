package dev.tulle.mesh.xds.listener;

import dev.tulle.mesh.model.InboundPort;
import dev.tulle.mesh.model.MutualTlsMode;
import dev.tulle.mesh.xds.cluster.ClusterName;
import dev.tulle.mesh.xds.filter.TelemetryLabels;
import dev.tulle.mesh.xds.filter.TelemetryLabels.Destination;
import dev.tulle.mesh.xds.filter.TelemetryLabels.Security;
import dev.tulle.mesh.xds.route.RouteConfigurations;
import dev.tulle.mesh.xds.wire.MeshSecrets;
import dev.tulle.mesh.xds.wire.Packed;
import dev.tulle.mesh.xds.wire.ProtoValues;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
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

    private InboundListeners() {}

    /** On the pod's IP address. */
    public static Listener of(String address, InboundPort port, MutualTlsMode mode) {
        var listener = Listener.newBuilder()
                .setName("inbound_" + port.port())
                .setAddress(ProtoValues.socket(address, port.port()))
                .setTrafficDirection(TrafficDirection.INBOUND)
                .addListenerFilters(tlsInspector())
                .addAllFilterChains(chains(port, mode));
        if (!port.protocol().isHttp()) {
            listener.setListenerFiltersTimeout(ProtoValues.duration(SILENCE)).setContinueOnListenerFiltersTimeout(true);
        }
        return listener.build();
    }

    /** What is taken; a connection that fits no chain is closed. */
    static List<FilterChain> chains(InboundPort port, MutualTlsMode mode) {
        return switch (mode) {
            case DISABLE -> List.of(plain(port));
            case PERMISSIVE -> List.of(mutualTls("mutual_tls", port, sidecars()), plain(port));
            case STRICT ->
                List.of(mutualTls("mutual_tls", port, sidecars()), mutualTls("mutual_tls_any", port, anyTls()));
        };
    }

    private static FilterChain mutualTls(String name, InboundPort port, FilterChainMatch match) {
        return FilterChain.newBuilder()
                .setName(name)
                .setFilterChainMatch(match)
                .setTransportSocket(DownstreamTransport.mutualTls())
                .addFilters(traffic(port, Security.MUTUAL_TLS))
                .build();
    }

    private static FilterChain plain(InboundPort port) {
        return FilterChain.newBuilder()
                .setName("plain")
                .addFilters(traffic(port, Security.NONE))
                .build();
    }

    private static FilterChainMatch sidecars() {
        return anyTls().toBuilder()
                .addApplicationProtocols(MeshSecrets.MESH_PROTOCOL)
                .build();
    }

    /** A client with a certificate of the mesh that announces nothing, such as a Prometheus. */
    private static FilterChainMatch anyTls() {
        return FilterChainMatch.newBuilder().setTransportProtocol("tls").build();
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

    private static ListenerFilter tlsInspector() {
        return ListenerFilter.newBuilder()
                .setName("envoy.filters.listener.tls_inspector")
                .setTypedConfig(Packed.any(
                        "envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector",
                        TlsInspector.getDefaultInstance()))
                .build();
    }
}
