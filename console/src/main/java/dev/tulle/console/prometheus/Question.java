package dev.tulle.console.prometheus;

import java.util.List;

/** What the graph asks Prometheus; each is one query for the whole mesh, whatever graph is drawn of it. */
public enum Question {
    /** Requests per second. */
    REQUESTS(
            "istio_requests_total",
            "response_code, grpc_response_status, response_flags, connection_security_policy, source_principal,"
                    + " destination_principal"),
    /** Cumulative histogram of durations in ms, requests per second. */
    DURATIONS("istio_request_duration_milliseconds_bucket", "le"),
    /** Bytes of requests per second. */
    REQUEST_BYTES("istio_request_bytes_sum", ""),
    /** Bytes of responses per second. */
    RESPONSE_BYTES("istio_response_bytes_sum", ""),
    /** Bytes per second towards the client: Istio's name means the server's view. */
    TCP_SENT(
            "istio_tcp_sent_bytes_total",
            "response_flags, connection_security_policy, source_principal, destination_principal"),
    /** Bytes per second from the client. */
    TCP_RECEIVED("istio_tcp_received_bytes_total", ""),
    /** Connections per second. */
    TCP_OPENED("istio_tcp_connections_opened_total", "");

    /** Who called whom; both sides report, told apart by the label reporter. */
    public static final List<String> PAIR = List.of(
            "reporter",
            "source_workload",
            "source_workload_namespace",
            "source_canonical_service",
            "source_canonical_revision",
            "destination_service",
            "destination_service_name",
            "destination_service_namespace",
            "destination_workload",
            "destination_workload_namespace",
            "destination_canonical_service",
            "destination_canonical_revision",
            "request_protocol");

    private final String metric;
    private final String more;

    Question(String metric, String more) {
        this.metric = metric;
        this.more = more;
    }

    /**
     * The query. A series that did not exist before the window counts whole: rate() would not see its first increase, so the first
     * requests of a mesh would be missing.
     */
    public String promql(Window window) {
        var by = String.join(", ", PAIR) + (more.isEmpty() ? "" : ", " + more);
        return increase(metric, window).formatted(by);
    }

    private static String increase(String series, Window window) {
        return "sum by (%%s) ((%1$s unless %1$s offset %2$ds) / %2$d or rate(%1$s[%2$ds]))"
                .formatted(series, window.seconds());
    }
}
