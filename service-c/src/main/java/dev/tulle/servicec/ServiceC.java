package dev.tulle.servicec;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;

/** Answers GET on {@code /} with {@code Hello from service C}, and with its version where that is asked for. */
@Path("/")
public final class ServiceC {
    private final String greeting;

    ServiceC(VersionSettings settings) {
        greeting = "Hello from service C" + (settings.showVersion() ? " " + settings.version() : "");
    }

    /** The greeting is text whatever the Accept header asks for. */
    @GET
    @Produces(MediaType.WILDCARD)
    @RunOnVirtualThread
    public RestResponse<String> greet() {
        return RestResponse.ResponseBuilder.ok(greeting, MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                .build();
    }
}
