package dev.tulle.console.web;

import dev.tulle.console.ConsoleSettings;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;

/** Refuses requests under a foreign name (DNS rebinding) and everything that is not a question. */
@ApplicationScoped
class HostCheck {
    private static final int FIRST = 1000;

    private final Set<String> hosts;

    HostCheck(ConsoleSettings settings) {
        hosts = Set.copyOf(settings.hosts());
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    private void check(RoutingContext context) {
        var authority = context.request().authority();
        var method = context.request().method().name();
        if (authority == null || !hosts.contains(authority.host())) {
            refuse(context, 421, "This console does not answer to that host name (tulle.console.hosts).");
        } else if (!method.equals("GET") && !method.equals("HEAD")) {
            refuse(context, 405, "This console only answers questions.");
        } else {
            context.next();
        }
    }

    private static void refuse(RoutingContext context, int status, String words) {
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", "text/plain; charset=utf-8")
                .end(words + "\n");
    }
}
