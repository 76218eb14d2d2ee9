package dev.tulle.console.web;

import dev.tulle.console.graph.GraphType;
import dev.tulle.console.graph.ServiceNodes;
import dev.tulle.console.live.GraphFeed;
import dev.tulle.console.live.GraphView;
import dev.tulle.console.live.Observer;
import dev.tulle.console.prometheus.PrometheusUnavailable;
import dev.tulle.console.prometheus.Window;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** The traffic graph, live and of a past moment. */
@Path("/api/graph")
public class GraphResource {
    private final GraphFeed feed;
    private final Observer observer;

    GraphResource(GraphFeed feed, Observer observer) {
        this.feed = feed;
        this.observer = observer;
    }

    /**
     * The graph of one moment.
     *
     * @param at seconds of the epoch; 0 for now
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public String graph(
            @RestQuery @DefaultValue("versionedApp") String type,
            @RestQuery @DefaultValue("60") long window,
            @RestQuery @DefaultValue("true") boolean services,
            @RestQuery @DefaultValue("0") long at) {
        try {
            return observer.graph(at > 0 ? Instant.ofEpochSecond(at) : Instant.now(), view(type, window, services));
        } catch (PrometheusUnavailable e) {
            throw Refusal.unavailable(String.valueOf(e.getMessage()));
        }
    }

    @GET
    @Path("/live")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.TEXT_PLAIN)
    public Multi<String> live(
            @RestQuery @DefaultValue("versionedApp") String type,
            @RestQuery @DefaultValue("60") long window,
            @RestQuery @DefaultValue("true") boolean services) {
        return feed.graphs(view(type, window, services));
    }

    private static GraphView view(String type, long window, boolean services) {
        return new GraphView(
                Window.ofSeconds(window)
                        .orElseThrow(() -> Refusal.badRequest("window= is one of 60, 300, 600, 1800, 3600, 21600")),
                GraphType.of(type)
                        .orElseThrow(() -> Refusal.badRequest("type= is one of app, versionedApp, workload, service")),
                services ? ServiceNodes.SHOWN : ServiceNodes.HIDDEN);
    }
}
