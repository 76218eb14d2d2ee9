package dev.tulle.servicea;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;

/** The connections to B and C: plain HTTP, through {@code quarkus.rest-client.proxy-address} where that is set. */
@ApplicationScoped
class Clients {
    private final GreetingClient serviceB;
    private final GreetingClient serviceC;

    Clients(Calls calls) {
        serviceB = client(calls.serviceB(), calls);
        serviceC = client(calls.serviceC(), calls);
    }

    private static GreetingClient client(URI url, Calls calls) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(url)
                .connectTimeout(calls.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(calls.readTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .property(QuarkusRestClientProperties.CONNECTION_POOL_SIZE, calls.connections())
                .property(
                        "microprofile.rest.client.disable.default.mapper", true) // a status is an answer, no exception
                .build(GreetingClient.class);
    }

    GreetingClient serviceB() {
        return serviceB;
    }

    GreetingClient serviceC() {
        return serviceC;
    }
}
