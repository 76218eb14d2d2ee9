package dev.tulle.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A real HTTP server in the place of Envoy's edge listener; each test says what it does. Thread: {@link #does} is safe. */
public final class Edge implements QuarkusTestResourceLifecycleManager {
    private final Vertx vertx = Vertx.vertx();
    private volatile Handler<HttpServerRequest> behaviour =
            request -> request.response().end();
    private @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        server = vertx.createHttpServer()
                .requestHandler(request -> behaviour.handle(request))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return Map.of("tulle.edge-address", "127.0.0.1:" + server.actualPort());
    }

    void does(Handler<HttpServerRequest> next) {
        behaviour = next;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, field -> field.getType() == Edge.class);
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
