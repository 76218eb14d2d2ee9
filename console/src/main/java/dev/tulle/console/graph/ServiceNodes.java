package dev.tulle.console.graph;

/** Whether the service that a call was meant for stands between its two ends. */
public enum ServiceNodes {
    SHOWN,
    HIDDEN
}
