package dev.tulle.mesh.xds.cluster;

import dev.tulle.mesh.model.ConnectionPool;
import dev.tulle.mesh.model.Protocol;
import dev.tulle.mesh.xds.wire.ProtoValues;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.core.v3.BindConfig;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import java.time.Duration;

/** The cluster from a proxy to its application: one fixed address, plain text. */
public final class InboundClusters {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private InboundClusters() {}

    /** The application listens on that IP address and port. */
    public static Cluster towards(String address, int port, Protocol protocol) {
        return cluster(address, port, protocol).build();
    }

    /** The application of a pod with redirection: the rules let pass what comes from inside. */
    public static Cluster redirected(String podAddress, int port, Protocol protocol) {
        return cluster(podAddress, port, protocol)
                .setUpstreamBindConfig(fromInside(podAddress))
                .build();
    }

    /** The source address by which the capture rules know what a proxy sends to its own application. */
    static BindConfig fromInside(String podAddress) {
        var source = podAddress.indexOf(':') < 0 ? "127.0.0.6" : "::6";
        return BindConfig.newBuilder()
                .setSourceAddress(SocketAddress.newBuilder().setAddress(source).setPortValue(0))
                .build();
    }

    private static Cluster.Builder cluster(String address, int port, Protocol protocol) {
        var name = ClusterName.inbound(port).name();
        var application = LbEndpoint.newBuilder()
                .setEndpoint(Endpoint.newBuilder().setAddress(ProtoValues.socket(address, port)));
        var cluster = Cluster.newBuilder()
                .setName(name)
                .setType(DiscoveryType.STATIC)
                .setConnectTimeout(ProtoValues.duration(CONNECT_TIMEOUT))
                .setCircuitBreakers(CircuitBreakerLimits.of(ConnectionPool.UNSET))
                .setLoadAssignment(ClusterLoadAssignment.newBuilder()
                        .setClusterName(name)
                        .addEndpoints(LocalityLbEndpoints.newBuilder().addLbEndpoints(application)));
        if (protocol.isHttp()) {
            cluster.putTypedExtensionProtocolOptions(
                    UpstreamProtocol.NAME, UpstreamProtocol.of(protocol, ConnectionPool.UNSET));
        }
        return cluster;
    }
}
