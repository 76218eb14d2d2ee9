package dev.tulle.console.web;

import dev.tulle.console.http.Unreachable;
import dev.tulle.console.traces.TraceList;
import dev.tulle.console.traces.ZipkinClient;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestQuery;

/** Traces of the last minutes, and one trace. */
@Path("/api/traces")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class TracesResource {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{1,32}");
    private static final long LONGEST_MINUTES = 24 * 60;
    private static final int MOST = 50;

    private final ZipkinClient zipkin;

    TracesResource(ZipkinClient zipkin) {
        this.zipkin = zipkin;
    }

    /** The latest traces, newest first, and the services that have any. */
    @GET
    public String list(@RestQuery @DefaultValue("") String service, @RestQuery @DefaultValue("15") long minutes) {
        var back = Duration.ofMinutes(Math.clamp(minutes, 1, LONGEST_MINUTES));
        return ask(() -> TraceList.json(zipkin.traces(service, back, MOST), zipkin.services())
                .toString());
    }

    /** One trace's spans as Zipkin has them. */
    @GET
    @Path("/one")
    public String trace(@RestQuery @DefaultValue("") String id) {
        if (!ID.matcher(id).matches()) {
            throw Refusal.badRequest("id= is hexadecimal");
        }
        return ask(() -> zipkin.trace(id).toString());
    }

    private interface Question {
        String ask() throws Unreachable;
    }

    private static String ask(Question question) {
        try {
            return question.ask();
        } catch (Unreachable e) {
            throw Refusal.unavailable("Zipkin " + e.getMessage() + ".");
        }
    }
}
