package dev.tulle.servicea;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

/** Answers GET on any path with {@code Calling Service B}, B's body, {@code Hello from service A} and C's body. */
@Path("{path:.*}")
public final class ServiceA {
    private static final Logger LOG = Logger.getLogger(ServiceA.class);

    private final Clients clients;
    private final Calls calls;

    ServiceA(Clients clients, Calls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    /** The greetings of A, B and C; the connection is closed without an answer when B or C gave none. */
    @GET
    @Produces(MediaType.WILDCARD) // text, whatever the Accept header asks for
    @RunOnVirtualThread
    public RestResponse<String> greet(HttpServerRequest request) {
        try {
            return greet();
        } catch (ProcessingException failure) {
            LOG.warnf("closing the connection: a call failed path=%s cause=%s", request.path(), failure.getMessage());
            request.connection().close();
            return RestResponse.status(502);
        }
    }

    private RestResponse<String> greet() {
        var fromB = Greeting.from(clients.serviceB());
        if (passedOn(fromB)) {
            return text(fromB);
        }
        var fromC = Greeting.from(clients.serviceC());
        if (passedOn(fromC)) {
            return text(fromC);
        }
        return text(new Greeting(200, "Calling Service B" + fromB.body() + "Hello from service A" + fromC.body()));
    }

    private boolean passedOn(Greeting greeting) {
        return calls.strict() && greeting.status() / 100 != 2;
    }

    private static RestResponse<String> text(Greeting greeting) {
        return RestResponse.ResponseBuilder.<String>create(greeting.status())
                .entity(greeting.body())
                .type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                .build();
    }

    private record Greeting(int status, String body) {
        static Greeting from(GreetingClient service) {
            try (var answer = service.greeting()) {
                return new Greeting(answer.getStatus(), answer.hasEntity() ? answer.readEntity(String.class) : "");
            }
        }
    }
}
