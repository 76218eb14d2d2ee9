package dev.tulle.mesh.model;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Limits of one proxy towards one service. Source: DestinationRule trafficPolicy.connectionPool.
 *
 * @param maxConnections tcp.maxConnections, at least 1
 * @param connectTimeout tcp.connectTimeout, the TLS handshake included; default 10 s
 * @param tcpIdleTimeout tcp.idleTimeout
 * @param maxConnectionDuration tcp.maxConnectionDuration
 * @param keepalive tcp.tcpKeepalive
 * @param maxPendingRequests http.http1MaxPendingRequests, at least 1
 * @param maxRequests http.http2MaxRequests, at least 1
 * @param maxRequestsPerConnection http.maxRequestsPerConnection; 0 is unlimited, as unset
 * @param maxRetries http.maxRetries, outstanding retries at a time
 * @param httpIdleTimeout http.idleTimeout
 */
public record ConnectionPool(
        OptionalInt maxConnections,
        Optional<Duration> connectTimeout,
        Optional<Duration> tcpIdleTimeout,
        Optional<Duration> maxConnectionDuration,
        Optional<Keepalive> keepalive,
        OptionalInt maxPendingRequests,
        OptionalInt maxRequests,
        OptionalInt maxRequestsPerConnection,
        OptionalInt maxRetries,
        Optional<Duration> httpIdleTimeout) {
    /** No limit is written. */
    public static final ConnectionPool UNSET = new ConnectionPool(
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty());

    /** Source: tcpKeepalive. Unset fields are the operating system's. */
    public record Keepalive(OptionalInt probes, Optional<Duration> time, Optional<Duration> interval) {}
}
