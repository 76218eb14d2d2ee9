package dev.tulle.console.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * Prometheus, control plane and Zipkin of a mesh that never changes, on one port. A GET of /mode/MODE changes what they say:
 * {@code well}, {@code empty} (no traffic), {@code down} (nobody answers) or {@code blind} (no control plane).
 */
public final class FakeMesh implements QuarkusTestResourceLifecycleManager {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/graph/walkthrough");
    private static final Path FAKES = Path.of("src/test/resources/fakes");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern METRIC = Pattern.compile("istio_[a-z_]+");
    private static final int BUSY = 503;

    private final JsonNode answers = read(GOLDEN.resolve("prometheus.json"));
    private final JsonNode controlPlane = read(FAKES.resolve("control-plane.json"));
    private final JsonNode traces = read(FAKES.resolve("traces.json"));
    private final HttpServer server;
    private volatile String mode = "well";

    public FakeMesh() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> start() {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        var url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        return Map.of(
                "tulle.console.prometheus", url,
                "tulle.console.control-plane", url,
                "tulle.console.zipkin", url,
                "tulle.console.poll", "300ms");
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        if (path.startsWith("/mode/")) {
            mode = path.substring("/mode/".length());
            send(exchange, 200, "{}");
        } else if (mode.equals("down") || (mode.equals("blind") && ofControlPlane(path))) {
            send(exchange, BUSY, "out of order");
        } else {
            send(
                    exchange,
                    200,
                    body(path, String.valueOf(exchange.getRequestURI().getQuery())));
        }
    }

    private static boolean ofControlPlane(String path) {
        return path.startsWith("/debug") || path.equals("/version");
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private String body(String path, String query) {
        return switch (path) {
            case "/api/v1/query" -> vector(query);
            case "/api/v1/query_range" -> matrix(query);
            case "/api/v2/traces" -> traces.toString();
            case "/api/v2/services" -> "[\"istio-ingressgateway.istio-system\",\"servicea.servicea\"]";
            case "/debug/receipts" -> controlPlane.path("receipt").toString();
            default ->
                path.startsWith("/api/v2/trace/")
                        ? traces.path(0).toString()
                        : controlPlane
                                .path(path.substring(path.lastIndexOf('/') + 1))
                                .toString();
        };
    }

    private String vector(String query) {
        var question =
                switch (metric(query)) {
                    case "istio_requests_total" -> "requests";
                    case "istio_request_duration_milliseconds_bucket" -> "durations";
                    case "istio_request_bytes_sum" -> "request_bytes";
                    case "istio_response_bytes_sum" -> "response_bytes";
                    default -> "none";
                };
        if (query.contains("query=up")) {
            return "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{\"instance\":\"127.0.1.10:15090\"},\"value\":[0,\"1\"]}]}}";
        }
        if (query.contains("response_flags!~")) {
            return "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{\"source_workload\":\"servicea\","
                    + "\"source_workload_namespace\":\"servicea\",\"response_flags\":\"FI\","
                    + "\"destination_service\":\"servicec.servicec.svc.cluster.local\"},\"value\":[0,\"0.35\"]}]}}";
        }
        if (query.contains("up+==+0") || query.contains("timestamp(up)")) {
            return "{\"status\":\"success\",\"data\":{\"result\":[]}}";
        }
        if (query.contains("count(")) {
            var count = query.contains("=\"\"") || mode.equals("empty") ? "0" : "9";
            return "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{},\"value\":[0,\"" + count + "\"]}]}}";
        }
        var answer = mode.equals("empty")
                ? JSON.createObjectNode()
                : answers.path(question).deepCopy();
        return answer instanceof ObjectNode object
                ? object.put("status", "success").toString()
                : "{\"status\":\"success\"}";
    }

    private static String metric(String query) {
        var matcher = METRIC.matcher(query);
        return matcher.find() ? matcher.group() : "";
    }

    /** A gentle wave, the same for every question but for its height. */
    private static String matrix(String query) {
        var json = JSON.createObjectNode().put("status", "success");
        var result = json.putObject("data").putArray("result");
        var codes = query.contains("by (response_code)") ? new String[] {"200", "400"} : new String[] {""};
        for (var code : codes) {
            var series = result.addObject();
            series.putObject("metric").put("response_code", code);
            var values = series.putArray("values");
            var height = query.contains("histogram_quantile(0.99")
                    ? 60
                    : query.contains("histogram_quantile") ? 20 : code.equals("400") ? 0.3 : 3;
            for (var i = 0; i < 60; i++) {
                values.addArray()
                        .add(1_800_000_000L + i * 10L)
                        .add(Double.toString(height * (1 + 0.3 * Math.sin(i / 6.0))));
            }
        }
        return json.toString();
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
