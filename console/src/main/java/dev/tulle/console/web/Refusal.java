package dev.tulle.console.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Errors as {@code {"error": words}}. */
public final class Refusal {
    private static final int BAD_GATEWAY = 502;

    private Refusal() {}

    /** The question makes no sense. */
    public static WebApplicationException badRequest(String words) {
        return exception(400, words);
    }

    /** There is no such thing. */
    public static WebApplicationException notFound(String words) {
        return exception(404, words);
    }

    /** Whoever knows the answer does not give it. */
    public static WebApplicationException unavailable(String words) {
        return exception(BAD_GATEWAY, words);
    }

    private static WebApplicationException exception(int status, String words) {
        var body = JsonNodeFactory.instance.objectNode().put("error", words).toString();
        return new WebApplicationException(Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(body)
                .build());
    }
}
