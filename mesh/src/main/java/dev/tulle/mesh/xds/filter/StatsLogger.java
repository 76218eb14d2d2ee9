package dev.tulle.mesh.xds.filter;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.tulle.mesh.xds.wire.Packed;
import dev.tulle.mesh.xds.wire.Structs;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Istio's standard metrics from stock Envoy's stats access logger, which is newer than the Java API and so travels as fields.
 * Envoy writes {@code envoy_istio_requests_total}; a scrape rule takes the prefix away (see the resource
 * {@code dev/tulle/mesh/prometheus/metric-relabel-configs.yaml}). Source: envoy.extensions.access_loggers.stats.v3.Config.
 */
public final class StatsLogger {
    private static final String NAME = "envoy.access_loggers.stats";
    private static final String TYPE = "envoy.extensions.access_loggers.stats.v3.Config";

    private StatsLogger() {}

    /** For requests: a counter, and histograms of duration and sizes. */
    public static AccessLog http(TelemetryLabels labels) {
        var tags = tags(labels.http());
        return logger(Struct.newBuilder()
                .putFields("stats_scope", Structs.object(Structs.of("prefix", Structs.text("istio"))))
                .putFields("counters", Structs.list(List.of(one("requests_total", tags))))
                .putFields(
                        "histograms",
                        Structs.list(List.of(
                                histogram("request_duration_milliseconds", "Milliseconds", "%DURATION%", tags),
                                histogram("request_bytes", "Bytes", "%BYTES_RECEIVED%", tags),
                                histogram("response_bytes", "Bytes", "%BYTES_SENT%", tags))))
                .build());
    }

    /**
     * For connections, as they end: bytes are counted then only, because the periodic log's numbers are cumulative, so those of
     * a long connection come late. {@code sent} is towards the client, as in Istio.
     */
    public static AccessLog tcpClosed(TelemetryLabels labels) {
        var tags = tags(labels.tcp());
        return logger(Struct.newBuilder()
                .putFields("stats_scope", Structs.object(Structs.of("prefix", Structs.text("istio"))))
                .putFields(
                        "counters",
                        Structs.list(List.of(
                                one("tcp_connections_closed_total", tags),
                                counter("tcp_sent_bytes_total", "%BYTES_SENT%", tags),
                                counter("tcp_received_bytes_total", "%BYTES_RECEIVED%", tags))))
                .build());
    }

    /** For connections, as they begin. */
    public static AccessLog tcpOpened(TelemetryLabels labels) {
        return logger(Struct.newBuilder()
                .putFields("stats_scope", Structs.object(Structs.of("prefix", Structs.text("istio"))))
                .putFields("counters", Structs.list(List.of(one("tcp_connections_opened_total", tags(labels.tcp())))))
                .build());
    }

    private static AccessLog logger(Struct config) {
        return AccessLog.newBuilder()
                .setName(NAME)
                .setTypedConfig(Packed.any(TYPE, config))
                .build();
    }

    private static Value tags(Map<String, String> labels) {
        var tags = new ArrayList<Value>();
        labels.forEach((name, format) -> tags.add(Structs.object(Struct.newBuilder()
                .putFields("name", Structs.text(name))
                .putFields("value_format", Structs.text(format))
                .build())));
        return Structs.list(tags);
    }

    private static Struct stat(String name, Value tags) {
        return Struct.newBuilder()
                .putFields("name", Structs.text(name))
                .putFields("tags", tags)
                .build();
    }

    private static Value one(String name, Value tags) {
        return Structs.object(Struct.newBuilder()
                .putFields("stat", Structs.object(stat(name, tags)))
                .putFields("value_fixed", Structs.number(1))
                .build());
    }

    private static Value counter(String name, String format, Value tags) {
        return Structs.object(Struct.newBuilder()
                .putFields("stat", Structs.object(stat(name, tags)))
                .putFields("value_format", Structs.text(format))
                .build());
    }

    private static Value histogram(String name, String unit, String format, Value tags) {
        return Structs.object(Struct.newBuilder()
                .putFields("stat", Structs.object(stat(name, tags)))
                .putFields("unit", Structs.text(unit))
                .putFields("value_format", Structs.text(format))
                .build());
    }
}
