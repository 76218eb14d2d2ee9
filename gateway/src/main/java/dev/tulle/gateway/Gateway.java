package dev.tulle.gateway;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Every request of every path becomes an {@link Exchange} with the edge listener. */
@ApplicationScoped
class Gateway {
    /** Between two neighbours only: the gateway asks its client for the body itself. */
    private static final Set<String> EXPECT = Set.of("expect");

    /** With spans of its own the gateway's client span writes the context; the incoming one beside it would be a second parent. */
    private static final Set<String> EXPECT_AND_TRACE = Set.of(
            "expect",
            "traceparent",
            "tracestate",
            "baggage",
            "b3",
            "x-b3-traceid",
            "x-b3-spanid",
            "x-b3-parentspanid",
            "x-b3-sampled",
            "x-b3-flags",
            "x-ot-span-context");

    private final EdgeClient edge;
    private final Exchange.Terms terms;

    Gateway(
            EdgeClient edge,
            GatewaySettings settings,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBody,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean applicationSpansOff) {
        this.edge = edge;
        this.terms = new Exchange.Terms(
                maxBody.asLongValue(),
                settings.responseFlagsHeader().toLowerCase(Locale.ROOT),
                applicationSpansOff ? EXPECT : EXPECT_AND_TRACE);
    }

    void takeAllRequests(@Observes Router router) {
        router.route().handler(context -> new Exchange(context.request(), edge, terms).forward());
    }
}
