package dev.tulle.mesh.xds.cluster;

import com.google.protobuf.Any;
import dev.tulle.mesh.model.ConnectionPool;
import dev.tulle.mesh.model.Protocol;
import dev.tulle.mesh.xds.wire.Packed;
import dev.tulle.mesh.xds.wire.ProtoValues;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;

/** What HTTP is spoken to a cluster. Source: envoy.extensions.upstreams.http.v3.HttpProtocolOptions. */
final class UpstreamProtocol {
    /** Under which name a cluster holds it. */
    static final String NAME = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

    private UpstreamProtocol() {}

    static Any of(Protocol protocol, ConnectionPool pool) {
        var version = ExplicitHttpConfig.newBuilder();
        if (protocol.isHttp2()) {
            version.setHttp2ProtocolOptions(Http2ProtocolOptions.getDefaultInstance());
        } else {
            version.setHttpProtocolOptions(Http1ProtocolOptions.getDefaultInstance());
        }
        var options = io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.newBuilder()
                .setExplicitHttpConfig(version);
        var common = common(pool);
        if (!common.equals(HttpProtocolOptions.getDefaultInstance())) {
            options.setCommonHttpProtocolOptions(common);
        }
        return Packed.any(NAME, options.build());
    }

    private static HttpProtocolOptions common(ConnectionPool pool) {
        var common = HttpProtocolOptions.newBuilder();
        pool.httpIdleTimeout().ifPresent(idle -> common.setIdleTimeout(ProtoValues.duration(idle)));
        pool.maxConnectionDuration().ifPresent(limit -> common.setMaxConnectionDuration(ProtoValues.duration(limit)));
        pool.maxRequestsPerConnection().ifPresent(limit -> {
            if (limit > 0) {
                common.setMaxRequestsPerConnection(ProtoValues.uint32(limit));
            }
        });
        return common.build();
    }
}
