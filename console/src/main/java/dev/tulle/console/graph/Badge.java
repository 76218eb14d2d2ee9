package dev.tulle.console.graph;

/** What is worth knowing about a node at a glance. */
public enum Badge {
    CIRCUIT_BREAKER("circuitBreaker", "Circuit breaker"),
    FAULT_INJECTION("faultInjection", "Fault injection"),
    TRAFFIC_SPLIT("trafficSplit", "Traffic split"),
    TIMEOUT("timeout", "Request timeout"),
    MIRRORING("mirroring", "Mirroring"),
    ROUTING("routing", "Request routing"),
    GATEWAY("gateway", "Gateway"),
    MISSING_SIDECAR("missingSidecar", "No sidecar"),
    TRAFFIC_SOURCE("trafficSource", "Traffic source");

    private final String word;
    private final String title;

    Badge(String word, String title) {
        this.word = word;
        this.title = title;
    }

    public String word() {
        return word;
    }

    public String title() {
        return title;
    }
}
