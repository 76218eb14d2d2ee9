package dev.tulle.gateway;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Every request of every path becomes an {@link Exchange} with the edge listener. */
@ApplicationScoped
class Gateway {
    private final EdgeClient edge;
    private final Exchange.Limits limits;

    Gateway(
            EdgeClient edge,
            GatewaySettings settings,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBody) {
        this.edge = edge;
        this.limits = new Exchange.Limits(
                maxBody.asLongValue(), settings.responseFlagsHeader().toLowerCase(Locale.ROOT));
    }

    void takeAllRequests(@Observes Router router) {
        router.route().handler(context -> new Exchange(context.request(), edge, limits).forward());
    }
}
