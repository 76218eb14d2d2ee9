package dev.tulle.console.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tulle.console.http.BoundedHttp;
import dev.tulle.console.http.Unreachable;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Prometheus' HTTP API. Thread: any; each call blocks, at most for its timeout. */
public final class PrometheusClient {
    private final URI base;
    private final BoundedHttp http;

    /** @param base where Prometheus answers: {@code http://127.0.0.1:9090/} */
    public PrometheusClient(URI base, BoundedHttp http) {
        this.base = base;
        this.http = http;
    }

    /** All answers for the graph at one moment. */
    public TrafficAnswers traffic(Instant at, Window window) throws PrometheusUnavailable {
        var samples = new EnumMap<Question, List<Sample>>(Question.class);
        for (var question : Question.values()) {
            samples.put(question, instant(question.promql(window), at));
        }
        return new TrafficAnswers(at, window, samples);
    }

    /** An instant query. */
    public List<Sample> instant(String promql, Instant at) throws PrometheusUnavailable {
        return VectorJson.read(ask("query", Map.of("query", promql, "time", Long.toString(at.getEpochSecond()))));
    }

    /** A range query; the answer as Prometheus gives it. */
    public JsonNode range(String promql, Instant from, Instant to, Duration step) throws PrometheusUnavailable {
        return ask(
                "query_range",
                Map.of(
                        "query",
                        promql,
                        "start",
                        Long.toString(from.getEpochSecond()),
                        "end",
                        Long.toString(to.getEpochSecond()),
                        "step",
                        Long.toString(step.toSeconds())));
    }

    private JsonNode ask(String api, Map<String, String> parameters) throws PrometheusUnavailable {
        var query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.isEmpty() ? "?" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        try {
            var answer = http.json(base.resolve("api/v1/" + api + query));
            if (!answer.path("status").asText().equals("success")) {
                throw new PrometheusUnavailable(
                        "Prometheus refuses a query: " + answer.path("error").asText("no reason given"));
            }
            return answer;
        } catch (Unreachable e) {
            throw new PrometheusUnavailable("Prometheus " + e.getMessage());
        }
    }
}
