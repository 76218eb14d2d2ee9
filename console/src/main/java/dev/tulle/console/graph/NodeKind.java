package dev.tulle.console.graph;

import java.util.Locale;

/** What a node stands for; each has its own shape. */
public enum NodeKind {
    APP,
    WORKLOAD,
    SERVICE,
    /** A caller without a proxy, or a destination that no request found. */
    UNKNOWN;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
