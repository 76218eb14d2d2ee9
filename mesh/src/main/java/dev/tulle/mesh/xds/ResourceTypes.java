package dev.tulle.mesh.xds;

import com.github.xds.type.v3.TypedStruct;
import com.google.protobuf.Descriptors.Descriptor;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.config.trace.v3.ZipkinConfig;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.HeaderMutation;
import io.envoyproxy.envoy.extensions.filters.http.header_to_metadata.v3.Config;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.extensions.request_id.uuid.v3.UuidRequestIdConfig;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.envoyproxy.envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import java.util.List;

/**
 * Every message that Tulle's resources consist of at their roots: the resources themselves and whatever stands inside an
 * {@code Any}. JSON printing and the reflection configuration of native images go by it.
 */
public final class ResourceTypes {
    private ResourceTypes() {}

    /** Descriptors in no particular order. */
    public static List<Descriptor> roots() {
        return List.of(
                Cluster.getDescriptor(),
                ClusterLoadAssignment.getDescriptor(),
                Secret.getDescriptor(),
                Listener.getDescriptor(),
                RouteConfiguration.getDescriptor(),
                VirtualHost.getDescriptor(),
                TypedStruct.getDescriptor(),
                ZipkinConfig.getDescriptor(),
                StdoutAccessLog.getDescriptor(),
                HTTPFault.getDescriptor(),
                Config.getDescriptor(),
                Router.getDescriptor(),
                TlsInspector.getDescriptor(),
                OriginalDst.getDescriptor(),
                HeaderMutation.getDescriptor(),
                UpstreamCodec.getDescriptor(),
                HttpConnectionManager.getDescriptor(),
                TcpProxy.getDescriptor(),
                UuidRequestIdConfig.getDescriptor(),
                PreviousHostsPredicate.getDescriptor(),
                RawBuffer.getDescriptor(),
                DownstreamTlsContext.getDescriptor(),
                UpstreamTlsContext.getDescriptor(),
                HttpProtocolOptions.getDescriptor());
    }
}
