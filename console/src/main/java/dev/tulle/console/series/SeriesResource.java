package dev.tulle.console.series;

import dev.tulle.console.prometheus.PrometheusUnavailable;
import dev.tulle.console.prometheus.Window;
import dev.tulle.console.web.Refusal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.jboss.resteasy.reactive.RestQuery;

/** The charts of one node or edge. */
@Path("/api/series")
public class SeriesResource {
    private final TimeSeries series;

    SeriesResource(TimeSeries series) {
        this.series = series;
    }

    /**
     * Requests and durations, or bytes.
     *
     * @param id of a node or an edge, as the graph has it
     * @param protocol {@code tcp} for bytes, anything else for requests
     * @param role {@code caller} for what a node sends, anything else for what it receives
     * @param at seconds of the epoch; 0 for now
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public String charts(
            @RestQuery @DefaultValue("") String id,
            @RestQuery @DefaultValue("http") String protocol,
            @RestQuery @DefaultValue("") String role,
            @RestQuery @DefaultValue("60") long window,
            @RestQuery @DefaultValue("0") long at) {
        var selector = Selector.of(id, role.equals("caller"))
                .orElseThrow(() -> Refusal.badRequest("id= names no node or edge"));
        var length = Window.ofSeconds(window).orElseThrow(() -> Refusal.badRequest("window= is not offered"));
        var to = at > 0 ? Instant.ofEpochSecond(at) : Instant.now();
        try {
            return series.charts(selector, protocol.equals("tcp"), to, length).toString();
        } catch (PrometheusUnavailable e) {
            throw Refusal.unavailable(String.valueOf(e.getMessage()));
        }
    }
}
