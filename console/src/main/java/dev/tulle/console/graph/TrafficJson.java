package dev.tulle.console.graph;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;

/** Traffic as JSON: four significant digits, so that the text is short and equal traffic is equal text. */
final class TrafficJson {
    private static final double SIGNIFICANT = 1e4;

    private TrafficJson() {}

    static ObjectNode json(Traffic traffic) {
        var json = JsonNodeFactory.instance.objectNode();
        var total = traffic.rate();
        json.put("rate", round(total));
        var errors = traffic.outcomes().entrySet().stream()
                .filter(entry -> Health.isError(entry.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        json.put("errors", total > 0 ? round(errors / total) : 0);
        var codes = json.putArray("codes");
        traffic.outcomes().forEach((outcome, rate) -> codes.addObject()
                .put("code", outcome.code())
                .put("grpc", outcome.grpc())
                .put("flags", outcome.flags())
                .put("rate", round(rate)));
        var latency = json.putObject("latency");
        Map.of("p50", 0.5, "p95", 0.95, "p99", 0.99).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> traffic.durations()
                        .quantile(entry.getValue())
                        .ifPresent(value -> latency.put(entry.getKey(), round(value))));
        var bytes = traffic.bytes();
        json.putObject("bytes").put("request", round(bytes.request())).put("response", round(bytes.response()));
        json.putObject("tcp")
                .put("sent", round(bytes.sent()))
                .put("received", round(bytes.received()))
                .put("connections", round(bytes.connections()));
        security(json, traffic.security());
        var hosts = json.putArray("hosts");
        traffic.hosts().forEach(hosts::add);
        return json;
    }

    private static void security(ObjectNode json, Traffic.Security security) {
        var seen = security.mutualTls() + security.plain();
        if (seen > 0) {
            json.put("mtls", round(security.mutualTls() / seen));
        }
        var principals = json.putObject("principals");
        var sources = principals.putArray("source");
        security.sources().forEach(sources::add);
        var destinations = principals.putArray("destination");
        security.destinations().forEach(destinations::add);
    }

    static double round(double value) {
        if (value == 0 || Double.isInfinite(value) || Double.isNaN(value)) {
            return 0;
        }
        var scale = Math.pow(10, Math.floor(Math.log10(Math.abs(value))) + 1) / SIGNIFICANT;
        var rounded = Math.round(value / scale) * scale;
        // Multiplication leaves digits such as 0.30000000000000004.
        return new BigDecimal(rounded).round(new MathContext(6)).doubleValue();
    }
}
