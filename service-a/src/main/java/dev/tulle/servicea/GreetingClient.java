package dev.tulle.servicea;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;

/** A service that answers GET with a line of text. */
@RegisterClientHeaders(TraceHeaders.class)
interface GreetingClient {
    /**
     * The answer, whatever its status; the caller closes it.
     *
     * @throws jakarta.ws.rs.ProcessingException when there is none: refused, closed or timed out
     */
    @GET
    Response greeting();
}
