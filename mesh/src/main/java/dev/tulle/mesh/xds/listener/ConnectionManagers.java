package dev.tulle.mesh.xds.listener;

import dev.tulle.mesh.model.EdgeTls.ClientCertificates;
import dev.tulle.mesh.xds.filter.FaultFilter;
import dev.tulle.mesh.xds.filter.OutsideHeaders;
import dev.tulle.mesh.xds.filter.PeerNames;
import dev.tulle.mesh.xds.filter.RequestIds;
import dev.tulle.mesh.xds.filter.RouterFilter;
import dev.tulle.mesh.xds.filter.StatsLogger;
import dev.tulle.mesh.xds.filter.TelemetryLabels;
import dev.tulle.mesh.xds.filter.TelemetryLabels.Destination;
import dev.tulle.mesh.xds.filter.TelemetryLabels.Security;
import dev.tulle.mesh.xds.filter.TextAccessLog;
import dev.tulle.mesh.xds.filter.ZipkinTracing;
import dev.tulle.mesh.xds.route.RouteConfigurations;
import dev.tulle.mesh.xds.wire.MeshSecrets;
import dev.tulle.mesh.xds.wire.Packed;
import dev.tulle.mesh.xds.wire.ProtoValues;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ComparisonFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ResponseFlagFilter;
import io.envoyproxy.envoy.config.accesslog.v3.StatusCodeFilter;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.RuntimeUInt32;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ForwardClientCertDetails;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ServerHeaderTransformation;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.SetCurrentClientCertDetails;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.UpgradeConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.LocalReplyConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.ResponseMapper;
import java.time.Duration;

/**
 * How a listener treats HTTP, in the kinds that a mesh needs. Source:
 * envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.
 */
final class ConnectionManagers {
    /** How long a client outside may take for the headers of a request. */
    private static final Duration SLOWEST_HEADERS = Duration.ofSeconds(10);

    private ConnectionManagers() {}

    /** From a peer to the application. The caller's names leave the request before the application sees it. */
    static Filter inbound(int port, RouteConfiguration routes, Destination destination, Security security) {
        var manager = base("inbound_" + port)
                .setRouteConfig(routes)
                .addHttpFilters(PeerNames.filter(security))
                .addHttpFilters(RouterFilter.filter())
                .addAccessLog(StatsLogger.http(TelemetryLabels.destination(destination, security)))
                .setLocalReplyConfig(unreachedInHeader())
                .setForwardClientCertDetails(ForwardClientCertDetails.APPEND_FORWARD)
                .setSetCurrentClientCertDetails(SetCurrentClientCertDetails.newBuilder()
                        .setSubject(ProtoValues.yes())
                        .setUri(true)
                        .setDns(true));
        return filter(manager);
    }

    /** From the application to the mesh. */
    static Filter outbound(String routeConfiguration) {
        return filter(routing(routeConfiguration, routeConfiguration));
    }

    /** From outside into a gateway that routes by itself. */
    static Filter gateway(String routeConfiguration, ClientCertificates clients) {
        return filter(fromOutside(routing(routeConfiguration, routeConfiguration), clients));
    }

    /**
     * From outside to the edge application. Requests are counted in the second pass; here only those that do not get that far,
     * which response flags tell.
     */
    static Filter firstPass(int gatewayPort, RouteConfiguration routes, ClientCertificates clients) {
        var lost = AccessLogFilter.newBuilder()
                .setResponseFlagFilter(ResponseFlagFilter.newBuilder()
                        .addFlags("UF")
                        .addFlags("UH")
                        .addFlags("UC")
                        .addFlags("UO")
                        .addFlags("URX")
                        .addFlags("NR"));
        var manager = base("first_pass_" + gatewayPort)
                .setRouteConfig(routes)
                .addHttpFilters(RouterFilter.filter())
                .addAccessLog(
                        StatsLogger.http(TelemetryLabels.source()).toBuilder().setFilter(lost));
        return filter(fromOutside(manager, clients));
    }

    /** From the edge application to the mesh: the request keeps its id and the addresses that the first pass wrote. */
    static Filter secondPass(String routeConfiguration) {
        var manager = routing(routeConfiguration, routeConfiguration)
                .setSkipXffAppend(true)
                .setPreserveExternalRequestId(true)
                .setLocalReplyConfig(flagsInHeader());
        return filter(manager);
    }

    private static HttpConnectionManager.Builder routing(String statPrefix, String routeConfiguration) {
        return base(statPrefix)
                .setRds(Rds.newBuilder().setRouteConfigName(routeConfiguration).setConfigSource(MeshSecrets.overAds()))
                .addHttpFilters(FaultFilter.filter())
                .addHttpFilters(RouterFilter.filter())
                .addAccessLog(StatsLogger.http(TelemetryLabels.source()));
    }

    private static HttpConnectionManager.Builder fromOutside(
            HttpConnectionManager.Builder manager, ClientCertificates clients) {
        if (clients != ClientCertificates.NONE) {
            manager.setSetCurrentClientCertDetails(SetCurrentClientCertDetails.newBuilder()
                    .setSubject(ProtoValues.yes())
                    .setUri(true)
                    .setDns(true));
        }
        return manager.setUseRemoteAddress(ProtoValues.yes())
                .setRequestHeadersTimeout(ProtoValues.duration(SLOWEST_HEADERS))
                .addEarlyHeaderMutationExtensions(OutsideHeaders.removal())
                .setForwardClientCertDetails(
                        clients == ClientCertificates.NONE
                                ? ForwardClientCertDetails.SANITIZE
                                : ForwardClientCertDetails.SANITIZE_SET);
    }

    private static HttpConnectionManager.Builder base(String statPrefix) {
        return HttpConnectionManager.newBuilder()
                .setStatPrefix(statPrefix)
                .addAccessLog(TextAccessLog.toStandardOutput())
                .setTracing(ZipkinTracing.config())
                // Envoy's own limit of 5 minutes would cut a timeout of zero, a long answer and a quiet WebSocket.
                .setStreamIdleTimeout(ProtoValues.duration(Duration.ZERO))
                .setRequestIdExtension(RequestIds.unchanged())
                .setNormalizePath(ProtoValues.yes())
                .setServerHeaderTransformation(ServerHeaderTransformation.PASS_THROUGH)
                .addUpgradeConfigs(UpgradeConfig.newBuilder().setUpgradeType("websocket"));
    }

    /** The application takes no connections, as one that is about to end: the caller may ask another instance. */
    private static LocalReplyConfig unreachedInHeader() {
        return LocalReplyConfig.newBuilder()
                .addMappers(ResponseMapper.newBuilder()
                        .setFilter(AccessLogFilter.newBuilder()
                                .setResponseFlagFilter(
                                        ResponseFlagFilter.newBuilder().addFlags("UF")))
                        .addHeadersToAdd(HeaderValueOption.newBuilder()
                                .setHeader(HeaderValue.newBuilder()
                                        .setKey(RouteConfigurations.UNREACHED_HEADER)
                                        .setValue("true"))))
                .build();
    }

    /** Every answer of the proxy itself says why; an answer of a service comes without the header. */
    private static LocalReplyConfig flagsInHeader() {
        var always = AccessLogFilter.newBuilder()
                .setStatusCodeFilter(StatusCodeFilter.newBuilder()
                        .setComparison(ComparisonFilter.newBuilder()
                                .setOp(ComparisonFilter.Op.GE)
                                .setValue(RuntimeUInt32.newBuilder()
                                        .setDefaultValue(100)
                                        .setRuntimeKey("tulle.local_reply_from_status"))));
        return LocalReplyConfig.newBuilder()
                .addMappers(ResponseMapper.newBuilder()
                        .setFilter(always)
                        .addHeadersToAdd(HeaderValueOption.newBuilder()
                                .setHeader(HeaderValue.newBuilder()
                                        .setKey(RouteConfigurations.FLAGS_HEADER)
                                        .setValue("%RESPONSE_FLAGS%"))))
                .build();
    }

    private static Filter filter(HttpConnectionManager.Builder manager) {
        return Filter.newBuilder()
                .setName("envoy.filters.network.http_connection_manager")
                .setTypedConfig(Packed.any(
                        "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
                        manager.build()))
                .build();
    }
}
