package dev.tulle.mesh.xds.cluster;

import dev.tulle.mesh.model.ConnectionPool;
import dev.tulle.mesh.xds.wire.ProtoValues;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers.Thresholds;
import java.util.OptionalInt;

/**
 * How much a proxy lets be open at a time. Envoy's own defaults (1024, 3 retries) are limits that nobody asked for, so as in
 * Istio what is not written is as good as unlimited. Source: envoy.config.cluster.v3.CircuitBreakers.
 */
final class CircuitBreakerLimits {
    /** 4294967295, as protobuf holds it in Java. */
    private static final int UNLIMITED = -1;

    private CircuitBreakerLimits() {}

    static CircuitBreakers of(ConnectionPool pool) {
        return CircuitBreakers.newBuilder()
                .addThresholds(Thresholds.newBuilder()
                        .setMaxConnections(limit(pool.maxConnections()))
                        .setMaxPendingRequests(limit(pool.maxPendingRequests()))
                        .setMaxRequests(limit(pool.maxRequests()))
                        .setMaxRetries(limit(pool.maxRetries()))
                        .setTrackRemaining(true))
                .build();
    }

    private static com.google.protobuf.UInt32Value limit(OptionalInt written) {
        return ProtoValues.uint32(written.orElse(UNLIMITED));
    }
}
