package dev.tulle.controlplane.webhooks;

import dev.tulle.controlplane.identity.CertificateAuthority;
import dev.tulle.mesh.config.ConfigSnapshot;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The HTTPS server that the API server asks: {@code POST /inject} and {@code POST /validate}. */
public final class WebhookServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WebhookServer.class);

    /** Two objects of the API server's own limit, 3 MiB, and their envelope. */
    private static final long LARGEST_BODY = 8L * 1024 * 1024;

    /** Less than the API server waits, so that it hears why. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(8);

    private static final Duration IDLE = Duration.ofMinutes(2);
    private static final int NOTHING_LISTENS = -1;

    private final Vertx vertx;
    private final HttpServer server;
    private final WebhookSettings settings;

    /**
     * What answers are made from.
     *
     * @param authority signs the server's certificate; a new one is noticed
     * @param snapshot all configuration as it is now
     */
    public record Sources(Supplier<CertificateAuthority> authority, Supplier<ConfigSnapshot> snapshot) {}

    /**
     * @param dnsName by which the API server knows it
     * @param trustDomain of every SPIFFE ID
     */
    public WebhookServer(Vertx vertx, WebhookSettings settings, Sources sources, String dnsName, String trustDomain) {
        this.vertx = vertx;
        this.settings = settings;
        var key = new ServingKey(sources.authority(), dnsName, settings.certificateLife(), InstantSource.system());
        var router = Router.router(vertx);
        route(router, "/inject", new PodInjection(new InjectionFile(settings.injectConfig())));
        route(router, "/validate", new ConfigValidation(trustDomain, sources.snapshot()));
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                        .setKeyCertOptions(KeyCertOptions.wrap(key))
                        .setIdleTimeout((int) IDLE.toSeconds())
                        .setIdleTimeoutUnit(TimeUnit.SECONDS))
                .requestHandler(router);
    }

    private void route(Router router, String path, Review review) {
        router.post(path)
                .handler(TimeoutHandler.create(LONGEST_ANSWER.toMillis()))
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY))
                .handler(context -> answer(context, review))
                .failureHandler(WebhookServer::fail);
    }

    /** A body that is too large, or an answer that took too long. */
    private static void fail(RoutingContext context) {
        var status = context.statusCode() < 0 ? 500 : context.statusCode();
        end(context, status, status == 413 ? "expected at most " + LARGEST_BODY + " bytes\n" : "HTTP " + status + "\n");
    }

    /** Listens; an {@link IllegalStateException} says why it cannot. */
    public void start() {
        try {
            server.listen(settings.port(), settings.host())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "webhooks cannot listen on " + settings.host() + ":" + settings.port() + ": " + e.getMessage(), e);
        }
    }

    /** Where it listens; negative before it does. */
    public int port() {
        return server.actualPort() == 0 ? NOTHING_LISTENS : server.actualPort();
    }

    private void answer(RoutingContext context, Review review) {
        var type = context.request().getHeader("content-type");
        if (type == null || !type.startsWith("application/json")) {
            end(context, 415, "expected content-type application/json\n");
            return;
        }
        AdmissionRequest request;
        try {
            request = AdmissionRequest.read(context.body().asString());
        } catch (UnreadableReview e) {
            end(context, 400, e.getMessage() + "\n");
            return;
        }
        vertx.executeBlocking(() -> review.answer(request).review(request.uid()).encode(), false)
                .onSuccess(text -> {
                    context.response().putHeader("content-type", "application/json");
                    end(context, 200, text);
                })
                .onFailure(failure -> {
                    LOG.errorf(failure, "a review failed path=%s uid=%s", context.normalizedPath(), request.uid());
                    end(context, 500, "the control plane failed to answer: " + failure + "\n");
                });
    }

    private static void end(RoutingContext context, int status, String text) {
        if (!context.response().ended() && !context.response().closed()) {
            context.response().setStatusCode(status).end(text);
        }
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
