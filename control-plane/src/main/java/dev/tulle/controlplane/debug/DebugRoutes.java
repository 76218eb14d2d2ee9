package dev.tulle.controlplane.debug;

import dev.tulle.controlplane.push.ObjectForm;
import dev.tulle.controlplane.push.PushEngine;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.model.WorkloadKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The endpoints of port 15014. */
@ApplicationScoped
class DebugRoutes {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final PushEngine engine;
    private final DebugSettings settings;

    DebugRoutes(PushEngine engine, DebugSettings settings) {
        this.engine = engine;
        this.settings = settings;
    }

    void routes(@Observes Router router) {
        router.get("/ready").handler(this::ready);
        router.get("/version").handler(context -> json(context, 200, VersionJson.version()));
        router.route("/debug/*").handler(this::guard);
        router.get("/debug/syncz").handler(context -> answer(context, engine.proxies(), ProxiesJson::syncz));
        router.get("/debug/connections")
                .handler(context -> answer(context, engine.proxies(), ProxiesJson::connections));
        router.get("/debug/registryz").handler(context -> json(context, 200, registry()));
        router.get("/debug/configz").handler(context -> json(context, 200, ConfigJson.configz(engine.snapshot())));
        router.get("/debug/problems").handler(context -> answer(context, engine.problems(), ReceiptJson::problems));
        router.get("/debug/config_dump").handler(this::configDump);
        router.get("/debug/receipts").handler(this::receipt);
        router.get("/debug/inject").handler(context -> json(context, 200, InjectJson.missing(engine.snapshot())));
    }

    /** A port-forward comes from loopback, and only those come by it who may. */
    private void guard(RoutingContext context) {
        var allowed =
                switch (settings.access()) {
                    case ALL -> true;
                    case LOOPBACK -> isLoopback(context.request().remoteAddress());
                };
        if (allowed) {
            context.next();
        } else {
            error(context, 403, "/debug is for those who may port-forward, expected a loopback address");
        }
    }

    private static boolean isLoopback(SocketAddress address) {
        var host = Optional.ofNullable(address.hostAddress()).orElse("");
        return host.startsWith("127.") || host.equals("0:0:0:0:0:0:0:1") || host.equals("::1");
    }

    private void ready(RoutingContext context) {
        if (engine.ready()) {
            context.response().putHeader("content-type", "text/plain").end("ready\n");
        } else {
            context.response()
                    .setStatusCode(503)
                    .putHeader("content-type", "text/plain")
                    .end("no configuration was read yet\n");
        }
    }

    private JsonArray registry() {
        var services = new JsonArray();
        engine.services()
                .forEach((host, endpoints) ->
                        services.add(new JsonObject().put("hostname", host).put("endpoints", endpoints)));
        return services;
    }

    private void configDump(RoutingContext context) {
        var id = Optional.ofNullable(context.request().getParam("proxyID")).orElse("");
        var dot = id.lastIndexOf('.');
        if (dot <= 0) {
            error(context, 400, "expected proxyID=POD.NAMESPACE, found '" + id + "'");
            return;
        }
        var workload = new WorkloadKey(id.substring(dot + 1), id.substring(0, dot));
        answer(context, engine.resources(workload), ConfigDumpJson::dump);
    }

    private void receipt(RoutingContext context) {
        var request = context.request();
        var group = Optional.ofNullable(request.getParam("group")).orElse("");
        var kind = Optional.ofNullable(request.getParam("kind")).orElse("");
        var namespace = Optional.ofNullable(request.getParam("namespace")).orElse("");
        var name = Optional.ofNullable(request.getParam("name")).orElse("");
        if (kind.isEmpty() || name.isEmpty()) {
            error(context, 400, "expected kind= and name=, and group= and namespace= where the object has them");
            return;
        }
        var digest = Optional.ofNullable(request.getParam("digest")).filter(text -> !text.isEmpty());
        var wait = wait(Optional.ofNullable(request.getParam("wait")).orElse("0s"));
        if (wait.isEmpty()) {
            error(context, 400, "wait= is not a duration, expected one as 10s or 500ms");
            return;
        }
        var generation = Optional.ofNullable(request.getParam("generation"))
                .filter(text -> text.matches("\\d{1,18}"))
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElseGet(OptionalLong::empty);
        var key = new ConfigKey(group, kind, namespace, name);
        answer(context, engine.receipt(key, new ObjectForm(digest, generation), wait.get()), ReceiptJson::receipt);
    }

    /** {@code 10s}, {@code 500ms}, {@code 1m}; at most five minutes. */
    static Optional<Duration> wait(String text) {
        var lower = text.trim().toLowerCase(Locale.ROOT);
        try {
            var duration = lower.endsWith("ms")
                    ? Duration.ofMillis(Long.parseLong(lower.substring(0, lower.length() - 2)))
                    : Duration.parse("PT" + (lower.matches("\\d+") ? lower + "s" : lower));
            return duration.isNegative()
                    ? Optional.empty()
                    : Optional.of(duration.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : duration);
        } catch (NumberFormatException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static <T> void answer(RoutingContext context, CompletableFuture<T> question, Function<T, Object> toJson) {
        var unused = question.thenApply(toJson)
                .whenComplete((body, failure) -> context.vertx().runOnContext(nothing -> {
                    if (failure != null) {
                        context.fail(failure);
                    } else {
                        json(context, 200, body);
                    }
                }));
    }

    private static void error(RoutingContext context, int status, String message) {
        json(context, status, new JsonObject().put("error", message));
    }

    private static void json(RoutingContext context, int status, Object body) {
        var text =
                switch (body) {
                    case JsonObject object -> object.encodePrettily();
                    case JsonArray array -> array.encodePrettily();
                    default -> throw new IllegalArgumentException("not JSON: " + body.getClass());
                };
        if (!context.response().ended() && !context.response().closed()) {
            context.response()
                    .setStatusCode(status)
                    .putHeader("content-type", "application/json")
                    .end(text + "\n");
        }
    }
}
