package dev.tulle.console.graph;

import java.util.Locale;

/** How an edge's traffic is counted. */
public enum Protocol {
    HTTP,
    GRPC,
    TCP;

    /** Of the label request_protocol. */
    static Protocol of(String label) {
        return switch (label.toLowerCase(Locale.ROOT)) {
            case "grpc" -> GRPC;
            case "tcp" -> TCP;
            default -> HTTP;
        };
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
