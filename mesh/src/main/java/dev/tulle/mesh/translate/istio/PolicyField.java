package dev.tulle.mesh.translate.istio;

/** The leaves of a traffic policy that Tulle implements. Source: DestinationRule TrafficPolicy. */
public enum PolicyField {
    LOAD_BALANCER("loadBalancer.simple"),
    MAX_CONNECTIONS("connectionPool.tcp.maxConnections"),
    CONNECT_TIMEOUT("connectionPool.tcp.connectTimeout"),
    TCP_IDLE_TIMEOUT("connectionPool.tcp.idleTimeout"),
    MAX_CONNECTION_DURATION("connectionPool.tcp.maxConnectionDuration"),
    KEEPALIVE_PROBES("connectionPool.tcp.tcpKeepalive.probes"),
    KEEPALIVE_TIME("connectionPool.tcp.tcpKeepalive.time"),
    KEEPALIVE_INTERVAL("connectionPool.tcp.tcpKeepalive.interval"),
    MAX_PENDING_REQUESTS("connectionPool.http.http1MaxPendingRequests"),
    MAX_REQUESTS("connectionPool.http.http2MaxRequests"),
    MAX_REQUESTS_PER_CONNECTION("connectionPool.http.maxRequestsPerConnection"),
    MAX_RETRIES("connectionPool.http.maxRetries"),
    HTTP_IDLE_TIMEOUT("connectionPool.http.idleTimeout"),
    CONSECUTIVE_5XX("outlierDetection.consecutive5xxErrors"),
    CONSECUTIVE_GATEWAY_ERRORS("outlierDetection.consecutiveGatewayErrors"),
    CONSECUTIVE_LOCAL_ORIGIN_FAILURES("outlierDetection.consecutiveLocalOriginFailures"),
    SPLIT_LOCAL_ORIGIN("outlierDetection.splitExternalLocalOriginErrors"),
    EJECTION_INTERVAL("outlierDetection.interval"),
    BASE_EJECTION_TIME("outlierDetection.baseEjectionTime"),
    MAX_EJECTION_PERCENT("outlierDetection.maxEjectionPercent"),
    MIN_HEALTH_PERCENT("outlierDetection.minHealthPercent"),
    TLS_MODE("tls.mode");

    private final String path;

    PolicyField(String path) {
        this.path = path;
    }

    /** Below trafficPolicy: {@code connectionPool.tcp.maxConnections}. */
    public String path() {
        return path;
    }

    /** Whether it stands below outlierDetection. */
    public boolean isOutlierDetection() {
        return path.startsWith("outlierDetection.");
    }

    /** Whether it stands below tcpKeepalive. */
    public boolean isKeepalive() {
        return path.startsWith("connectionPool.tcp.tcpKeepalive.");
    }
}
