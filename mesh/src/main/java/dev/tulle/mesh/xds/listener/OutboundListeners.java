package dev.tulle.mesh.xds.listener;

import dev.tulle.mesh.model.CaptureMode;
import dev.tulle.mesh.xds.route.RouteConfigurations;
import dev.tulle.mesh.xds.wire.ProtoValues;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.List;

/**
 * Where the application's own requests come into its proxy. With explicit capture that is an HTTP proxy port; gRPC, TLS,
 * WebSocket and TCP clients that do not speak to an HTTP proxy go past it. Source: envoy.config.listener.v3.Listener.
 */
public final class OutboundListeners {
    /** Istio's port for an explicit HTTP proxy. */
    public static final int PORT = 15007;

    /** The same for every sidecar, but for the address that it stands under. */
    private static final Filter SIDECAR = ConnectionManagers.outbound(RouteConfigurations.HTTP_PROXY);

    private OutboundListeners() {}

    /** For a sidecar. */
    public static List<Listener> sidecar(CaptureMode capture) {
        return switch (capture) {
            case CaptureMode.Explicit(var proxyAddress, var application, var published) ->
                List.of(listener(RouteConfigurations.HTTP_PROXY, proxyAddress, SIDECAR));
            // All of them are the same for every proxy, and built once: see RedirectedListeners.
            case CaptureMode.Redirected ignored -> List.of();
        };
    }

    /** For a gateway with an edge application. */
    public static List<Listener> edge(CaptureMode capture) {
        return switch (capture) {
            case CaptureMode.Explicit(var proxyAddress, var application, var published) ->
                List.of(edgeListener(proxyAddress));
            case CaptureMode.Redirected ignored -> List.of(edgeListener("127.0.0.1"));
        };
    }

    private static Listener edgeListener(String address) {
        return listener(RouteConfigurations.EDGE, address, ConnectionManagers.secondPass(RouteConfigurations.EDGE));
    }

    private static Listener listener(String name, String address, Filter filter) {
        return Listener.newBuilder()
                .setName(name)
                .setAddress(ProtoValues.socket(address, PORT))
                .setTrafficDirection(TrafficDirection.OUTBOUND)
                .addFilterChains(FilterChain.newBuilder().addFilters(filter))
                .build();
    }
}
