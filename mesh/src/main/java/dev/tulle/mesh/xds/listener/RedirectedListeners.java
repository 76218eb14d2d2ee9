package dev.tulle.mesh.xds.listener;

import dev.tulle.mesh.model.MeshEndpoint;
import dev.tulle.mesh.model.MeshService;
import dev.tulle.mesh.model.MeshServicePort;
import dev.tulle.mesh.model.ServiceAddress;
import dev.tulle.mesh.xds.cluster.ClusterName;
import dev.tulle.mesh.xds.cluster.HeadlessInstances;
import dev.tulle.mesh.xds.cluster.PassthroughClusters;
import dev.tulle.mesh.xds.filter.TelemetryLabels;
import dev.tulle.mesh.xds.route.RouteConfigurations;
import dev.tulle.mesh.xds.wire.ProtoValues;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What applications send, where the kernel redirects it. One listener takes every connection and hands it to the one that fits the
 * address it was meant for: an HTTP port has one for all addresses, where the Host header tells the service; whatever is not HTTP
 * has one for each address of the service, so that nothing need be read and a server may speak first. What fits none goes on to
 * where it was meant for. All are the same for every proxy. Source: envoy.config.listener.v3.Listener.use_original_dst.
 */
public final class RedirectedListeners {
    /** To which the kernel redirects. */
    public static final int PORT = 15001;

    /** How long a client of an HTTP port may keep silent before what it will say is taken for HTTP. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    /** The name of the listener that takes every connection, as Istio has it. */
    public static final String EVERY = "virtualOutbound";

    private RedirectedListeners() {}

    /** The name of a listener of that address and port, as Istio has it: {@code 0.0.0.0_8081}. */
    public static String name(String address, int port) {
        return address + "_" + port;
    }

    /** Takes every connection. {@code wildcard} is {@code 0.0.0.0} or {@code ::}. */
    public static Listener every(String wildcard) {
        return Listener.newBuilder()
                .setName(EVERY)
                .setAddress(ProtoValues.socket(wildcard, PORT))
                .setTrafficDirection(TrafficDirection.OUTBOUND)
                .setUseOriginalDst(ProtoValues.yes())
                .addFilterChains(FilterChain.newBuilder()
                        .setName("nowhere")
                        .setFilterChainMatch(FilterChainMatch.newBuilder().setDestinationPort(ProtoValues.uint32(PORT)))
                        .addFilters(tcp(PassthroughClusters.NOWHERE)))
                .setDefaultFilterChain(passthrough())
                .build();
    }

    /**
     * For an HTTP port of any service. TLS there is none of the mesh's: an address outside may use the same port number for HTTPS.
     */
    public static Listener http(String wildcard, int port) {
        return unbound(wildcard, port)
                .addListenerFilters(ListenerFilters.tlsInspector())
                .setListenerFiltersTimeout(ProtoValues.duration(SILENCE))
                .setContinueOnListenerFiltersTimeout(true)
                .addFilterChains(FilterChain.newBuilder()
                        .setName("http")
                        .setFilterChainMatch(FilterChainMatch.newBuilder().setTransportProtocol("raw_buffer"))
                        .addFilters(ConnectionManagers.outbound(RouteConfigurations.redirectedName(port))))
                .setDefaultFilterChain(passthrough())
                .build();
    }

    /** For a port that is not HTTP: one for each address that callers may mean the service by. */
    public static List<Listener> tcp(MeshService service, MeshServicePort port) {
        var cluster = ClusterName.outbound(service.host(), port.number(), Optional.empty())
                .name();
        return switch (service.address().orElse(new ServiceAddress.Headless())) {
            case ServiceAddress.Virtual(var addresses) ->
                addresses.stream()
                        .map(address -> tcp(address, port.number(), TcpProxies.outbound(cluster, port.policy())))
                        .toList();
            case ServiceAddress.Headless() -> instances(service, port, cluster);
        };
    }

    /** A caller of a headless service has chosen the instance, and knows the instance's own port. */
    private static List<Listener> instances(MeshService service, MeshServicePort port, String cluster) {
        var listeners = new ArrayList<Listener>();
        for (MeshEndpoint endpoint : service.endpoints()) {
            Optional.ofNullable(endpoint.ports().get(port.number()))
                    .ifPresent(number -> listeners.add(tcp(
                            endpoint.address(),
                            number,
                            TcpProxies.outbound(cluster, port.policy(), HeadlessInstances.at(endpoint.address())))));
        }
        return listeners;
    }

    private static Listener tcp(String address, int port, Filter filter) {
        return unbound(address, port)
                .addFilterChains(FilterChain.newBuilder().addFilters(filter))
                .build();
    }

    private static Listener.Builder unbound(String address, int port) {
        return Listener.newBuilder()
                .setName(name(address, port))
                .setAddress(ProtoValues.socket(address, port))
                .setBindToPort(ProtoValues.no())
                .setTrafficDirection(TrafficDirection.OUTBOUND);
    }

    private static FilterChain passthrough() {
        return FilterChain.newBuilder()
                .setName("passthrough")
                .addFilters(tcp(PassthroughClusters.OUTBOUND))
                .build();
    }

    private static Filter tcp(String cluster) {
        return TcpProxies.unlimited(cluster, TelemetryLabels.source());
    }
}
