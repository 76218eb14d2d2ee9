package dev.tulle.mesh.xds.listener;

import dev.tulle.mesh.model.CaptureMode;
import dev.tulle.mesh.model.EdgeTls.ClientCertificates;
import dev.tulle.mesh.model.HostMatch;
import dev.tulle.mesh.model.ProxyRole;
import dev.tulle.mesh.model.Workload;
import dev.tulle.mesh.xds.cluster.ClusterName;
import dev.tulle.mesh.xds.route.RouteConfigurations;
import dev.tulle.mesh.xds.wire.ProtoValues;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.List;

/**
 * A port of a gateway as clients outside reach it: on the pod's address and, locally, on the address that the gateway's Service
 * publishes. Source: envoy.config.listener.v3.Listener.
 */
public final class GatewayListeners {
    private GatewayListeners() {}

    /** The route configuration of a port when the proxy routes by itself, as Istio names it: {@code http.80}. */
    public static String routeConfiguration(int gatewayPort) {
        return "http." + gatewayPort;
    }

    /** On the pod's own port for it. A host whose credential is missing has no filter chain, and so no other suffers. */
    public static Listener of(Workload workload, ProxyRole.Edge role, GatewayPort opened) {
        var port = role.podPort(opened.number());
        var listener =
                Listener.newBuilder().setName("gateway_" + opened.number()).setTrafficDirection(direction(role));
        var encrypted = opened.encrypted();
        encrypted.forEach(server -> listener.addFilterChains(encrypted(role, server)));
        if (!opened.plain().isEmpty()) {
            var plain = FilterChain.newBuilder().addFilters(traffic(role, opened.number()));
            if (!encrypted.isEmpty()) {
                plain.setFilterChainMatch(FilterChainMatch.newBuilder().setTransportProtocol("raw_buffer"));
            }
            listener.addFilterChains(plain);
        }
        if (!encrypted.isEmpty()) {
            listener.addListenerFilters(ListenerFilters.tlsInspector());
        }
        switch (workload.capture()) {
            case CaptureMode.Redirected(var podAddress) -> listener.setAddress(ProtoValues.socket(podAddress, port));
            case CaptureMode.Explicit(var proxyAddress, var application, var published) -> {
                listener.setAddress(ProtoValues.socket(proxyAddress, port));
                published.ifPresent(address -> listener.addAdditionalAddresses(
                        AdditionalAddress.newBuilder().setAddress(ProtoValues.socket(address, port))));
            }
        }
        return listener.build();
    }

    /** Towards an application a span is the server's; a gateway that routes by itself is a client of the mesh. */
    private static TrafficDirection direction(ProxyRole.Edge role) {
        return role.applicationPort().isPresent() ? TrafficDirection.INBOUND : TrafficDirection.OUTBOUND;
    }

    /** By the name that the client asks for in TLS, before it says anything else. */
    private static FilterChain encrypted(ProxyRole.Edge role, GatewayPort.Server opened) {
        var tls = opened.server().tls().orElseThrow();
        var match = FilterChainMatch.newBuilder().setTransportProtocol("tls");
        if (opened.hosts().stream().noneMatch(HostMatch.Any.class::isInstance)) {
            opened.hosts().forEach(host -> match.addServerNames(host.pattern()));
        }
        var clients = tls.clients();
        return FilterChain.newBuilder()
                .setName(opened.routeConfiguration())
                .setFilterChainMatch(match)
                .setTransportSocket(DownstreamTransport.server(tls))
                .addFilters(
                        role.applicationPort().isEmpty()
                                ? ConnectionManagers.gateway(opened.routeConfiguration(), clients)
                                : ConnectionManagers.firstPass(
                                        opened.server().port(),
                                        RouteConfigurations.firstPass(
                                                opened.server().port(),
                                                ClusterName.inbound(role.applicationPort()
                                                                .getAsInt())
                                                        .name(),
                                                opened.hosts()),
                                        clients))
                .build();
    }

    private static Filter traffic(ProxyRole.Edge role, int gatewayPort) {
        if (role.applicationPort().isEmpty()) {
            return ConnectionManagers.gateway(routeConfiguration(gatewayPort), ClientCertificates.NONE);
        }
        var cluster = ClusterName.inbound(role.applicationPort().getAsInt()).name();
        return ConnectionManagers.firstPass(
                gatewayPort,
                RouteConfigurations.firstPass(gatewayPort, cluster, List.of(new HostMatch.Any())),
                ClientCertificates.NONE);
    }
}
