package dev.tulle.mesh.xds.cluster;

import dev.tulle.mesh.model.ConnectionPool;
import dev.tulle.mesh.model.Protocol;
import dev.tulle.mesh.xds.wire.ProtoValues;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
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
        return cluster.build();
    }
}
