package dev.tulle.mesh.xds.cluster;

import dev.tulle.mesh.model.ConnectionPool;
import dev.tulle.mesh.xds.filter.PeerNames;
import dev.tulle.mesh.xds.filter.TelemetryLabels;
import dev.tulle.mesh.xds.wire.Packed;
import dev.tulle.mesh.xds.wire.ProtoValues;
import dev.tulle.mesh.xds.wire.Structs;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LbPolicy;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.UseDownstreamHttpConfig;
import java.time.Duration;
import java.util.LinkedHashMap;

/** Where redirected traffic goes that is for nobody in the mesh, under Istio's names: on to the address it was sent to. */
public final class PassthroughClusters {
    /** What the application sends to an address that is no service's. */
    public static final String OUTBOUND = "PassthroughCluster";
    /** What comes for a port that no service names. */
    public static final String INBOUND = "InboundPassthroughCluster";
    /** What would go round in circles. */
    public static final String NOWHERE = "BlackHoleCluster";

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private PassthroughClusters() {}

    /** The names that the mesh writes into requests do not leave it. */
    public static Cluster outbound() {
        var protocol = HttpProtocolOptions.newBuilder()
                .setUseDownstreamProtocolConfig(UseDownstreamHttpConfig.newBuilder()
                        .setHttpProtocolOptions(Http1ProtocolOptions.getDefaultInstance())
                        .setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance()))
                .addHttpFilters(PeerNames.removal())
                .addHttpFilters(HttpFilter.newBuilder()
                        .setName("envoy.filters.http.upstream_codec")
                        .setTypedConfig(Packed.any(
                                "envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec",
                                UpstreamCodec.getDefaultInstance())));
        return originalDestination(OUTBOUND)
                .putTypedExtensionProtocolOptions(
                        UpstreamProtocol.NAME, Packed.any(UpstreamProtocol.NAME, protocol.build()))
                .build();
    }

    /** To the application of a pod of that address. */
    public static Cluster inbound(String podAddress) {
        return originalDestination(INBOUND)
                .setUpstreamBindConfig(InboundClusters.fromInside(podAddress))
                .build();
    }

    /** Ends what arrives. */
    public static Cluster nowhere() {
        return Cluster.newBuilder()
                .setName(NOWHERE)
                .setType(DiscoveryType.STATIC)
                .setConnectTimeout(ProtoValues.duration(CONNECT_TIMEOUT))
                .build();
    }

    private static Cluster.Builder originalDestination(String name) {
        var names = new LinkedHashMap<String, String>();
        names.put("host", "unknown");
        names.put("name", name);
        names.put("namespace", "unknown");
        names.put("protocol", "http");
        return Cluster.newBuilder()
                .setName(name)
                .setType(DiscoveryType.ORIGINAL_DST)
                .setLbPolicy(LbPolicy.CLUSTER_PROVIDED)
                .setConnectTimeout(ProtoValues.duration(CONNECT_TIMEOUT))
                .setCircuitBreakers(CircuitBreakerLimits.of(ConnectionPool.UNSET))
                .setMetadata(Metadata.newBuilder().putFilterMetadata(TelemetryLabels.METADATA, Structs.texts(names)));
    }
}
