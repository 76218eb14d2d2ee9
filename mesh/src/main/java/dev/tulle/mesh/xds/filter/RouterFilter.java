package dev.tulle.mesh.xds.filter;

import dev.tulle.mesh.xds.wire.Packed;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;

/** The last filter of every chain. */
public final class RouterFilter {
    private RouterFilter() {}

    public static HttpFilter filter() {
        return HttpFilter.newBuilder()
                .setName("envoy.filters.http.router")
                .setTypedConfig(
                        Packed.any("envoy.extensions.filters.http.router.v3.Router", Router.getDefaultInstance()))
                .build();
    }
}
