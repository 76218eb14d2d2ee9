package dev.tulle.serviceb;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;

/** Answers GET on {@code /} with {@code Hello from service B}. */
@Path("/")
public final class ServiceB {
    /** The greeting is text whatever the Accept header asks for. */
    @GET
    @Produces(MediaType.WILDCARD)
    @RunOnVirtualThread
    public RestResponse<String> greet() {
        return RestResponse.ResponseBuilder.ok("Hello from service B", MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                .build();
    }
}
