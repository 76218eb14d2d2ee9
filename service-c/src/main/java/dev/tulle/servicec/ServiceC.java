package dev.tulle.servicec;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Answers GET on {@code /} with {@code Hello from service C}, and with its version where that is asked for. */
@Path("/")
public final class ServiceC {
    private final String greeting;

    ServiceC(VersionSettings settings) {
        greeting = "Hello from service C" + (settings.showVersion() ? " " + settings.version() : "");
    }

    @GET
    @Produces(MediaType.TEXT_PLAIN)
    @RunOnVirtualThread
    public String greet() {
        return greeting;
    }
}
