package dev.tulle.mesh.xds.filter;

import com.google.protobuf.Any;
import dev.tulle.mesh.model.FaultInjection;
import dev.tulle.mesh.xds.wire.Packed;
import dev.tulle.mesh.xds.wire.ProtoValues;
import io.envoyproxy.envoy.extensions.filters.common.fault.v3.FaultDelay;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.FaultAbort;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;

/**
 * Faults on purpose: the filter stands idle in the chain and a route says what it does. Source:
 * envoy.extensions.filters.http.fault.v3.HTTPFault.
 */
public final class FaultFilter {
    /** Under which name a route configures it. */
    public static final String NAME = "envoy.filters.http.fault";

    private static final String TYPE = "envoy.extensions.filters.http.fault.v3.HTTPFault";

    private FaultFilter() {}

    public static HttpFilter filter() {
        return HttpFilter.newBuilder()
                .setName(NAME)
                .setTypedConfig(Packed.any(TYPE, HTTPFault.getDefaultInstance()))
                .build();
    }

    /** What it does on one route. */
    public static Any onRoute(FaultInjection fault) {
        var config = HTTPFault.newBuilder();
        fault.delay()
                .ifPresent(delay -> config.setDelay(FaultDelay.newBuilder()
                        .setFixedDelay(ProtoValues.duration(delay.fixed()))
                        .setPercentage(ProtoValues.percent(delay.share()))));
        fault.abort().ifPresent(abort -> config.setAbort(abort(abort)));
        return Packed.any(TYPE, config.build());
    }

    private static FaultAbort abort(FaultInjection.Abort abort) {
        var config = FaultAbort.newBuilder().setPercentage(ProtoValues.percent(abort.share()));
        return switch (abort.answer()) {
            case FaultInjection.Answer.HttpStatus(var code) ->
                config.setHttpStatus(code).build();
            case FaultInjection.Answer.GrpcStatus(var code) ->
                config.setGrpcStatus(code).build();
        };
    }
}
