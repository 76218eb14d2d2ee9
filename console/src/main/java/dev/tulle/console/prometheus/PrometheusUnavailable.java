package dev.tulle.console.prometheus;

/** Prometheus gave no usable answer; the message says why, in words for the person at the console. */
public final class PrometheusUnavailable extends Exception {
    private static final long serialVersionUID = 1;

    public PrometheusUnavailable(String message) {
        super(message);
    }
}
