package dev.tulle.mesh.xds.listener;

import dev.tulle.mesh.xds.filter.StatsLogger;
import dev.tulle.mesh.xds.filter.TelemetryLabels;
import dev.tulle.mesh.xds.filter.TextAccessLog;
import dev.tulle.mesh.xds.wire.Packed;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.LogTypeFilter;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogType;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.TcpAccessLogOptions;

/** What is not HTTP goes through byte by byte. Source: envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy. */
final class TcpProxies {
    private TcpProxies() {}

    static Filter towards(String cluster, TelemetryLabels labels) {
        var proxy = TcpProxy.newBuilder()
                .setStatPrefix(cluster)
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
