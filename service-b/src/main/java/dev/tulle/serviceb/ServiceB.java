package dev.tulle.serviceb;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Answers GET on {@code /} with {@code Hello from service B}. */
@Path("/")
public final class ServiceB {
    @GET
    @Produces(MediaType.TEXT_PLAIN)
    @RunOnVirtualThread
    public String greet() {
        return "Hello from service B";
    }
}
