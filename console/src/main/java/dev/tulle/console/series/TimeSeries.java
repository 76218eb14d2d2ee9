package dev.tulle.console.series;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tulle.console.prometheus.PrometheusClient;
import dev.tulle.console.prometheus.PrometheusUnavailable;
import dev.tulle.console.prometheus.Window;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The charts of the side panel. Thread: any; blocks while Prometheus is asked. */
@Singleton
public class TimeSeries {
    private static final int POINTS = 60;
    private static final Duration SHORTEST_STEP = Duration.ofSeconds(5);
    private static final long SHORTEST_RATE = 30;
    private static final int TIMES_THE_WINDOW = 10;
    private static final Duration LONGEST = Duration.ofHours(24);

    private final PrometheusClient prometheus;

    TimeSeries(PrometheusClient prometheus) {
        this.prometheus = prometheus;
    }

    /** Up to which moment, and how long before it. */
    private record Span(Instant from, Instant to, Duration step, long rate) {
        static Span of(Instant to, Window window) {
            var length = window.length().multipliedBy(TIMES_THE_WINDOW);
            var bounded = length.compareTo(LONGEST) > 0 ? LONGEST : length;
            var step = Duration.ofSeconds(Math.max(SHORTEST_STEP.toSeconds(), bounded.toSeconds() / POINTS));
            return new Span(to.minus(bounded), to, step, Math.max(SHORTEST_RATE, step.toSeconds() * 2));
        }
    }

    /** {@code charts}: each with title, unit and series of points [epoch seconds, value]. */
    ObjectNode charts(Selector selector, boolean tcp, Instant to, Window window) throws PrometheusUnavailable {
        var span = Span.of(to, window);
        var json = JsonNodeFactory.instance.objectNode();
        var charts = json.putArray("charts");
        if (tcp) {
            var series = chart(charts, "Bytes", "bytes");
            line(series, "to client", "0", query(selector.sum("", "istio_tcp_sent_bytes_total", span.rate()), span));
            line(
                    series,
                    "from client",
                    "1",
                    query(selector.sum("", "istio_tcp_received_bytes_total", span.rate()), span));
            return json;
        }
        requests(chart(charts, "Requests", "rate"), selector, span);
        durations(chart(charts, "Duration", "ms"), selector, span);
        return json;
    }

    private void requests(ArrayNode series, Selector selector, Span span) throws PrometheusUnavailable {
        var codes = query(selector.sum("by (response_code)", "istio_requests_total", span.rate()), span);
        var classes = new TreeMap<String, NavigableMap<Long, Double>>();
        for (var result : codes.path("data").path("result")) {
            var code = result.path("metric").path("response_code").asText();
            var kind = code.length() == 3 ? code.charAt(0) + "xx" : "no response";
            var points = classes.computeIfAbsent(kind, none -> new TreeMap<>());
            for (var value : result.path("values")) {
                points.merge(value.path(0).asLong(), value.path(1).asDouble(), Double::sum);
            }
        }
        var tones = Map.of("2xx", "ok", "3xx", "1", "4xx", "warn", "5xx", "bad");
        classes.forEach((kind, points) -> {
            var one = series.addObject().put("name", kind).put("tone", tones.getOrDefault(kind, "bad"));
            var array = one.putArray("points");
            points.forEach((at, value) -> array.addArray().add(at).add(value));
        });
    }

    private void durations(ArrayNode series, Selector selector, Span span) throws PrometheusUnavailable {
        var tone = 0;
        for (var quantile : new double[] {0.5, 0.95, 0.99}) {
            var metric = "istio_request_duration_milliseconds_bucket";
            var source = selector.side("by (le)", metric, span.rate(), "source");
            var destination = selector.side("by (le)", metric, span.rate(), "destination");
            var promql = "histogram_quantile(%1$s, %2$s) or histogram_quantile(%1$s, %3$s)"
                    .formatted(quantile, source, destination);
            line(series, "p" + Math.round(quantile * 100), Integer.toString(tone), query(promql, span));
            tone++;
        }
    }

    private static ArrayNode chart(ArrayNode charts, String title, String unit) {
        return charts.addObject().put("title", title).put("unit", unit).putArray("series");
    }

    private static void line(ArrayNode series, String name, String tone, JsonNode answer) {
        var points = series.addObject().put("name", name).put("tone", tone).putArray("points");
        for (var value : answer.path("data").path("result").path(0).path("values")) {
            var number = value.path(1).asDouble(Double.NaN);
            if (Double.isFinite(number)) {
                points.addArray().add(value.path(0).asLong()).add(number);
            }
        }
    }

    private JsonNode query(String promql, Span span) throws PrometheusUnavailable {
        return prometheus.range(promql, span.from(), span.to(), span.step());
    }
}
