package dev.tulle.mesh.model;

import java.util.Optional;

/**
 * How a client treats the endpoints of a service. Source: DestinationRule trafficPolicy. Absent parts take Istio's default.
 *
 * @param loadBalancing least requests unless written
 * @param connectionPool limits; unset fields are unlimited
 * @param outlierEjection absent: nothing is ejected
 * @param transport what the client speaks
 */
public record TrafficPolicy(
        LoadBalancing loadBalancing,
        ConnectionPool connectionPool,
        Optional<OutlierEjection> outlierEjection,
        UpstreamTransport transport) {
    /** What holds when no rule says anything. */
    public static final TrafficPolicy DEFAULT = new TrafficPolicy(
            LoadBalancing.LEAST_REQUEST, ConnectionPool.UNSET, Optional.empty(), UpstreamTransport.AUTO);

    /** How an endpoint is chosen. Source: loadBalancer.simple. */
    public enum LoadBalancing {
        /** LEAST_REQUEST, LEAST_CONN and UNSPECIFIED. */
        LEAST_REQUEST,
        ROUND_ROBIN,
        RANDOM
    }

    /** What is spoken to an endpoint. Source: tls.mode. */
    public enum UpstreamTransport {
        /** Mutual TLS to an endpoint whose proxy takes it, else plain. */
        AUTO,
        /** Mutual TLS always, also to an endpoint that does not take it. Source: tls.mode ISTIO_MUTUAL. */
        MUTUAL_TLS,
        /** Plain always. Source: tls.mode DISABLE. */
        DISABLED
    }
}
