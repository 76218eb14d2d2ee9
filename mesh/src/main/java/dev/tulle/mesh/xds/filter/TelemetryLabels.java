package dev.tulle.mesh.xds.filter;

import dev.tulle.mesh.model.Protocol;
import dev.tulle.mesh.xds.filter.PeerNames.Name;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The labels of Istio's standard metrics, as formats that Envoy fills in per request. A label that Envoy cannot fill (a request
 * that reached no cluster has no destination) comes out empty; the scrape rules make it {@code unknown}.
 */
public final class TelemetryLabels {
    /** Metadata of a cluster and of an endpoint that the labels are read from. */
    public static final String METADATA = "mesh";
    /** Istio's name for the only cluster of a mesh. */
    private static final String CLUSTER = "Kubernetes";

    private static final String UNKNOWN = "unknown";

    /** Whether the peer's connection is mutual TLS. */
    public enum Security {
        MUTUAL_TLS("mutual_tls"),
        NONE("none");

        private final String label;

        Security(String label) {
            this.label = label;
        }
    }

    /**
     * The service that a request on an inbound port was meant for.
     *
     * @param host {@code servicec.servicec.svc.cluster.local}
     * @param name {@code servicec}
     * @param namespace {@code servicec}
     * @param protocol {@code http}, {@code grpc} or {@code tcp}
     */
    public record Destination(String host, String name, String namespace, String protocol) {}

    /** The label request_protocol of a port. HTTP/2 counts as {@code http} unless the port says that it is gRPC. */
    public static String protocol(Protocol protocol) {
        return switch (protocol) {
            case HTTP, HTTP2 -> "http";
            case GRPC -> "grpc";
            case HTTPS, TLS, TCP -> "tcp";
        };
    }

    private final SequencedMap<String, String> labels;

    private TelemetryLabels(SequencedMap<String, String> labels) {
        this.labels = labels;
    }

    /** What the caller's proxy reports: its own names, and the destination's from the metadata of cluster and endpoint. */
    public static TelemetryLabels source() {
        var labels = new LinkedHashMap<String, String>();
        labels.put("reporter", "source");
        own("source", labels);
        labels.put("source_principal", "%UPSTREAM_LOCAL_URI_SAN%");
        labels.put("destination_service", cluster("host"));
        labels.put("destination_service_name", cluster("name"));
        labels.put("destination_service_namespace", cluster("namespace"));
        labels.put("destination_workload", endpoint("workload"));
        labels.put("destination_workload_namespace", endpoint("namespace"));
        labels.put("destination_app", endpoint("app"));
        labels.put("destination_version", endpoint("version"));
        labels.put("destination_canonical_service", endpoint("canonical_service"));
        labels.put("destination_canonical_revision", endpoint("canonical_revision"));
        labels.put("destination_cluster", CLUSTER);
        labels.put("destination_principal", "%UPSTREAM_PEER_URI_SAN%");
        labels.put("request_protocol", cluster("protocol"));
        labels.put("connection_security_policy", UNKNOWN);
        return new TelemetryLabels(labels);
    }

    /** What the called proxy reports: its own names, and the caller's from {@link PeerNames}. */
    public static TelemetryLabels destination(Destination destination, Security security) {
        var labels = new LinkedHashMap<String, String>();
        labels.put("reporter", "destination");
        labels.put("source_workload", Name.WORKLOAD.format());
        labels.put("source_workload_namespace", Name.NAMESPACE.format());
        labels.put("source_app", Name.APP.format());
        labels.put("source_version", Name.VERSION.format());
        labels.put("source_canonical_service", Name.CANONICAL_SERVICE.format());
        labels.put("source_canonical_revision", Name.CANONICAL_REVISION.format());
        labels.put("source_cluster", CLUSTER);
        labels.put("source_principal", "%DOWNSTREAM_PEER_URI_SAN%");
        labels.put("destination_service", destination.host());
        labels.put("destination_service_name", destination.name());
        labels.put("destination_service_namespace", destination.namespace());
        own("destination", labels);
        labels.put("destination_principal", ProxyEnvironment.PRINCIPAL.format());
        labels.put("request_protocol", destination.protocol());
        labels.put("connection_security_policy", security.label);
        return new TelemetryLabels(labels);
    }

    /** All labels of a request. */
    SequencedMap<String, String> http() {
        var http = new LinkedHashMap<>(labels);
        http.put("response_code", "%RESPONSE_CODE%");
        http.put("grpc_response_status", "%GRPC_STATUS_NUMBER%");
        http.put("response_flags", "%RESPONSE_FLAGS%");
        return http;
    }

    /** All labels of a connection. */
    SequencedMap<String, String> tcp() {
        var tcp = new LinkedHashMap<>(labels);
        // A cluster may say http where some of its traffic is not.
        tcp.put("request_protocol", "tcp");
        tcp.put("response_flags", "%RESPONSE_FLAGS%");
        return tcp;
    }

    private static void own(String side, SequencedMap<String, String> labels) {
        labels.put(side + "_workload", ProxyEnvironment.WORKLOAD.format());
        labels.put(side + "_workload_namespace", ProxyEnvironment.NAMESPACE.format());
        labels.put(side + "_app", ProxyEnvironment.APP.format());
        labels.put(side + "_version", ProxyEnvironment.VERSION.format());
        labels.put(side + "_canonical_service", ProxyEnvironment.CANONICAL_SERVICE.format());
        labels.put(side + "_canonical_revision", ProxyEnvironment.CANONICAL_REVISION.format());
        labels.put(side + "_cluster", CLUSTER);
    }

    private static String cluster(String key) {
        return "%METADATA(CLUSTER:" + METADATA + ":" + key + ")%";
    }

    private static String endpoint(String key) {
        return "%METADATA(UPSTREAM_HOST:" + METADATA + ":" + key + ")%";
    }
}
