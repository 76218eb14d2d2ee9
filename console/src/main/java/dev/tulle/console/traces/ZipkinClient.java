package dev.tulle.console.traces;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tulle.console.http.BoundedHttp;
import dev.tulle.console.http.Unreachable;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Zipkin's HTTP API, version 2. Thread: any; each call blocks, at most for its timeout. */
public final class ZipkinClient {
    private final URI base;
    private final BoundedHttp http;

    /** @param base where Zipkin answers: {@code http://127.0.0.1:9411/} */
    public ZipkinClient(URI base, BoundedHttp http) {
        this.base = base;
        this.http = http;
    }

    /**
     * The latest traces, each a list of spans.
     *
     * @param service as Zipkin names it, {@code servicea.servicea}; empty for all
     */
    public JsonNode traces(String service, Duration back, int limit) throws Unreachable {
        var query = "?limit=" + limit + "&lookback=" + back.toMillis()
                + (service.isEmpty() ? "" : "&serviceName=" + URLEncoder.encode(service, StandardCharsets.UTF_8));
        return http.json(base.resolve("api/v2/traces" + query));
    }

    /**
     * The spans of one trace.
     *
     * @param id hexadecimal
     */
    public JsonNode trace(String id) throws Unreachable {
        return http.json(base.resolve("api/v2/trace/" + id));
    }

    public JsonNode services() throws Unreachable {
        return http.json(base.resolve("api/v2/services"));
    }
}
