package dev.tulle.mesh.xds.cluster;

import dev.tulle.mesh.model.ConnectionPool;
import dev.tulle.mesh.model.MeshService;
import dev.tulle.mesh.model.MeshServicePort;
import dev.tulle.mesh.model.OutlierEjection;
import dev.tulle.mesh.model.SubsetName;
import dev.tulle.mesh.model.TrafficPolicy;
import dev.tulle.mesh.model.TrafficPolicy.LoadBalancing;
import dev.tulle.mesh.xds.filter.TelemetryLabels;
import dev.tulle.mesh.xds.wire.MeshSecrets;
import dev.tulle.mesh.xds.wire.ProtoValues;
import dev.tulle.mesh.xds.wire.Structs;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CommonLbConfig;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.EdsClusterConfig;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LbPolicy;
import io.envoyproxy.envoy.config.cluster.v3.UpstreamConnectionOptions;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.TcpKeepalive;
import io.envoyproxy.envoy.type.v3.Percent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** The clusters of one service: one for each port, and one for each port and subset. Source: envoy.config.cluster.v3.Cluster. */
public final class OutboundClusters {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private OutboundClusters() {}

    /** In the order of ports, the whole service before its subsets. */
    public static List<Cluster> of(MeshService service) {
        var clusters = new ArrayList<Cluster>();
        for (var port : service.ports()) {
            clusters.add(cluster(service, port, Optional.empty(), port.policy()));
            for (var subset : service.subsets().keySet()) {
                var policy = port.subsetPolicies().getOrDefault(subset, port.policy());
                clusters.add(cluster(service, port, Optional.of(subset), policy));
            }
        }
        return clusters;
    }

    private static Cluster cluster(
            MeshService service, MeshServicePort port, Optional<SubsetName> subset, TrafficPolicy policy) {
        var pool = policy.connectionPool();
        var cluster = Cluster.newBuilder()
                .setName(ClusterName.outbound(service.host(), port.number(), subset)
                        .name())
                .setType(DiscoveryType.EDS)
                .setEdsClusterConfig(EdsClusterConfig.newBuilder().setEdsConfig(MeshSecrets.overAds()))
                .setConnectTimeout(ProtoValues.duration(pool.connectTimeout().orElse(CONNECT_TIMEOUT)))
                .setLbPolicy(policy(policy.loadBalancing()))
                .setCircuitBreakers(CircuitBreakerLimits.of(pool))
                .setMetadata(metadata(service, port));
        if (port.protocol().isHttp()) {
            cluster.putTypedExtensionProtocolOptions(UpstreamProtocol.NAME, UpstreamProtocol.of(port.protocol(), pool));
        }
        policy.outlierEjection().ifPresent(ejection -> cluster.setOutlierDetection(OutlierSettings.of(ejection))
                .setCommonLbConfig(panic(ejection)));
        pool.keepalive().ifPresent(keepalive -> cluster.setUpstreamConnectionOptions(keepalive(keepalive)));
        var serverName = ClusterName.serverName(service.host(), port.number(), subset);
        switch (policy.transport()) {
            case AUTO -> {
                if (!service.identities().isEmpty()) {
                    cluster.addAllTransportSocketMatches(
                            UpstreamTransports.automatic(service.identities(), serverName, applicationProtocols(port)));
                }
            }
            case MUTUAL_TLS ->
                cluster.setTransportSocket(
                        UpstreamTransports.mutualTls(service.identities(), serverName, applicationProtocols(port)));
            case DISABLED -> {}
        }
        if (HeadlessInstances.areIn(service)) {
            cluster.setLbSubsetConfig(HeadlessInstances.subsets());
        }
        return cluster.build();
    }

    /** The mesh's own protocol marks mutual TLS; behind it stands the HTTP version, which the receiver prefers where offered. */
    private static List<String> applicationProtocols(MeshServicePort port) {
        return port.protocol().isHttp2()
                ? List.of(MeshSecrets.MESH_PROTOCOL, "h2")
                : List.of(MeshSecrets.MESH_PROTOCOL);
    }

    private static LbPolicy policy(LoadBalancing loadBalancing) {
        return switch (loadBalancing) {
            case LEAST_REQUEST -> LbPolicy.LEAST_REQUEST;
            case ROUND_ROBIN -> LbPolicy.ROUND_ROBIN;
            case RANDOM -> LbPolicy.RANDOM;
        };
    }

    /** With ejection an endpoint that is out stays out: by default Envoy would use all again once half of them are out. */
    private static CommonLbConfig panic(OutlierEjection ejection) {
        return CommonLbConfig.newBuilder()
                .setHealthyPanicThreshold(Percent.newBuilder()
                        .setValue(ejection.minHealthPercent().orElse(0)))
                .build();
    }

    private static UpstreamConnectionOptions keepalive(ConnectionPool.Keepalive keepalive) {
        var options = TcpKeepalive.newBuilder();
        keepalive.probes().ifPresent(probes -> options.setKeepaliveProbes(ProtoValues.uint32(probes)));
        keepalive.time().ifPresent(time -> options.setKeepaliveTime(seconds(time)));
        keepalive.interval().ifPresent(interval -> options.setKeepaliveInterval(seconds(interval)));
        return UpstreamConnectionOptions.newBuilder().setTcpKeepalive(options).build();
    }

    private static com.google.protobuf.UInt32Value seconds(Duration duration) {
        return ProtoValues.uint32((int) duration.toSeconds());
    }

    private static Metadata metadata(MeshService service, MeshServicePort port) {
        var names = new LinkedHashMap<String, String>();
        names.put("host", service.host().name());
        names.put("name", service.source().name());
        names.put("namespace", service.source().namespace());
        names.put("protocol", TelemetryLabels.protocol(port.protocol()));
        return Metadata.newBuilder()
                .putFilterMetadata(TelemetryLabels.METADATA, Structs.texts(names))
                .build();
    }
}
