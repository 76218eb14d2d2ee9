package dev.tulle.mesh.xds.filter;

import dev.tulle.mesh.xds.wire.Packed;
import dev.tulle.mesh.xds.wire.ProtoValues;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.RequestIDExtension;
import io.envoyproxy.envoy.extensions.request_id.uuid.v3.UuidRequestIdConfig;

/**
 * The header x-request-id. By default Envoy writes the sampling decision into one digit of it, so that an application's id would
 * change on its way; the decision travels in the trace headers anyway. Source:
 * envoy.extensions.request_id.uuid.v3.UuidRequestIdConfig.
 */
public final class RequestIds {
    private RequestIds() {}

    public static RequestIDExtension unchanged() {
        return RequestIDExtension.newBuilder()
                .setTypedConfig(Packed.any(
                        "envoy.extensions.request_id.uuid.v3.UuidRequestIdConfig",
                        UuidRequestIdConfig.newBuilder()
                                .setPackTraceReason(ProtoValues.no())
                                .build()))
                .build();
    }
}
