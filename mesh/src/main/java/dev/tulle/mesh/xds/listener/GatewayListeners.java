package dev.tulle.mesh.xds.listener;

import dev.tulle.mesh.model.CaptureMode;
import dev.tulle.mesh.model.ProxyRole;
import dev.tulle.mesh.xds.cluster.ClusterName;
import dev.tulle.mesh.xds.route.RouteConfigurations;
import dev.tulle.mesh.xds.wire.ProtoValues;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;

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

    /** The port is the one that the Gateway says. */
    public static Listener of(CaptureMode capture, ProxyRole.Edge role, int gatewayPort) {
        var port = role.podPort(gatewayPort);
        var listener = Listener.newBuilder()
                .setName("gateway_" + gatewayPort)
                .setTrafficDirection(direction(role))
                .addFilterChains(FilterChain.newBuilder().addFilters(traffic(role, gatewayPort)));
        switch (capture) {
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

    private static Filter traffic(ProxyRole.Edge role, int gatewayPort) {
        if (role.applicationPort().isEmpty()) {
            return ConnectionManagers.gateway(routeConfiguration(gatewayPort));
        }
        var cluster = ClusterName.inbound(role.applicationPort().getAsInt()).name();
        return ConnectionManagers.firstPass(gatewayPort, RouteConfigurations.firstPass(gatewayPort, cluster));
    }
}
