package dev.tulle.mesh.xds.listener;

import dev.tulle.mesh.model.InboundPort;
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
    public static Listener of(String address, InboundPort port) {
        var listener = Listener.newBuilder()
                .setName("inbound_" + port.port())
                .setAddress(ProtoValues.socket(address, port.port()))
                .setTrafficDirection(TrafficDirection.INBOUND)
                .addListenerFilters(ListenerFilters.tlsInspector())
                .addFilterChains(mutualTls(port, FilterChainMatch.newBuilder()).setName("mutual_tls"))
                .addFilterChains(FilterChain.newBuilder().setName("plain").addFilters(traffic(port, Security.NONE)));
        patience(List.of(port), listener);
        return listener.build();
    }

    /**
     * With redirection: one listener for all ports. A port that is in no Service is the application's own affair: nothing is
     * read there, and nothing waits for a client to speak.
     *
     * @param wildcard {@code 0.0.0.0} or {@code ::}
     */
    public static Listener redirected(String wildcard, List<InboundPort> ports) {
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
            listener.addFilterChains(mutualTls(port, on(port.port())).setName(port.port() + "_mutual_tls"));
            listener.addFilterChains(FilterChain.newBuilder()
                    .setName(port.port() + "_plain")
                    .setFilterChainMatch(on(port.port()))
                    .addFilters(traffic(port, Security.NONE)));
        }
        listener.setDefaultFilterChain(FilterChain.newBuilder()
                .setName("passthrough")
                .addFilters(TcpProxies.unlimited(PassthroughClusters.INBOUND, UNKNOWN)));
        patience(ports, listener);
        return listener.build();
    }

    private static FilterChainMatch.Builder on(int port) {
        return FilterChainMatch.newBuilder().setDestinationPort(ProtoValues.uint32(port));
    }

    private static FilterChain.Builder mutualTls(InboundPort port, FilterChainMatch.Builder match) {
        return FilterChain.newBuilder()
                .setFilterChainMatch(
                        match.setTransportProtocol("tls").addApplicationProtocols(MeshSecrets.MESH_PROTOCOL))
                .setTransportSocket(DownstreamTransport.mutualTls())
                .addFilters(traffic(port, Security.MUTUAL_TLS));
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
