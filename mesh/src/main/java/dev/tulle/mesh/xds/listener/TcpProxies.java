package dev.tulle.mesh.xds.listener;

import dev.tulle.mesh.model.TrafficPolicy;
import dev.tulle.mesh.xds.filter.StatsLogger;
import dev.tulle.mesh.xds.filter.TelemetryLabels;
import dev.tulle.mesh.xds.filter.TextAccessLog;
import dev.tulle.mesh.xds.wire.Packed;
import dev.tulle.mesh.xds.wire.ProtoValues;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.LogTypeFilter;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogType;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.TcpAccessLogOptions;
import java.time.Duration;

/** What is not HTTP goes through byte by byte. Source: envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy. */
final class TcpProxies {
    private TcpProxies() {}

    /** To the proxy's own application. */
    static Filter towards(String cluster, TelemetryLabels labels) {
        return filter(TcpProxy.newBuilder(), cluster, labels);
    }

    /** As long as both sides want: a connection that the mesh has no say in is not ended for being quiet. */
    static Filter unlimited(String cluster, TelemetryLabels labels) {
        return filter(TcpProxy.newBuilder().setIdleTimeout(ProtoValues.duration(Duration.ZERO)), cluster, labels);
    }

    /** To some instance of a service. */
    static Filter outbound(String cluster, TrafficPolicy policy) {
        return filter(limited(policy), cluster, TelemetryLabels.source());
    }

    /** To one instance of a service. */
    static Filter outbound(String cluster, TrafficPolicy policy, Metadata instance) {
        return filter(limited(policy).setMetadataMatch(instance), cluster, TelemetryLabels.source());
    }

    /** Envoy's own limit of one hour would cut a quiet connection that nobody wants cut. */
    private static TcpProxy.Builder limited(TrafficPolicy policy) {
        var pool = policy.connectionPool();
        var proxy = TcpProxy.newBuilder()
                .setIdleTimeout(ProtoValues.duration(pool.tcpIdleTimeout().orElse(Duration.ZERO)));
        pool.maxConnectionDuration()
                .ifPresent(limit -> proxy.setMaxDownstreamConnectionDuration(ProtoValues.duration(limit)));
        return proxy;
    }

    private static Filter filter(TcpProxy.Builder proxy, String cluster, TelemetryLabels labels) {
        proxy.setStatPrefix(cluster)
                .setCluster(cluster)
                .setAccessLogOptions(TcpAccessLogOptions.newBuilder().setFlushAccessLogOnConnected(true))
                .addAccessLog(
                        TextAccessLog.toStandardOutput().toBuilder().setFilter(only(AccessLogType.TcpConnectionEnd)))
                .addAccessLog(
                        StatsLogger.tcpOpened(labels).toBuilder().setFilter(only(AccessLogType.TcpUpstreamConnected)))
                .addAccessLog(
                        StatsLogger.tcpClosed(labels).toBuilder().setFilter(only(AccessLogType.TcpConnectionEnd)));
        return Filter.newBuilder()
                .setName("envoy.filters.network.tcp_proxy")
                .setTypedConfig(Packed.any("envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy", proxy.build()))
                .build();
    }

    private static AccessLogFilter only(AccessLogType type) {
        return AccessLogFilter.newBuilder()
                .setLogTypeFilter(LogTypeFilter.newBuilder().addTypes(type))
                .build();
    }
}
