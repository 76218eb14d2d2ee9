package dev.tulle.gateway;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The connections to Envoy's edge listener. Requests of all hosts share one pool: the Host header tells them apart, and clients
 * from outside cannot make pools by making up hosts.
 */
@ApplicationScoped
class EdgeClient {
    private final HttpClient client;
    private final SocketAddress edge;

    EdgeClient(
            Vertx vertx,
            GatewaySettings settings,
            @ConfigProperty(name = "quarkus.http.limits.max-header-size") MemorySize maxHeaders) {
        edge = address(settings.edgeAddress());
        client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setMaxPoolSize(settings.edgeConnections())
                .setConnectTimeout(Math.toIntExact(settings.edgeConnectTimeout().toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(Math.toIntExact(settings.edgeIdleTimeout().toMillis()))
                .setMaxHeaderSize(Math.toIntExact(maxHeaders.asLongValue())));
    }

    /** Reads {@code host:port}; an IPv6 address stands in brackets. */
    static SocketAddress address(String text) {
        var colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("tulle.edge-address must be host:port: " + text);
        }
        var host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            return SocketAddress.inetSocketAddress(Integer.parseInt(text.substring(colon + 1)), host);
        } catch (IllegalArgumentException noPort) {
            throw new IllegalArgumentException("tulle.edge-address must be host:port: " + text, noPort);
        }
    }

    /** The address of the edge listener, for messages. */
    SocketAddress edge() {
        return edge;
    }

    /** A request of the same method and target; nothing is sent yet. Fails when the edge listener cannot be reached. */
    Future<HttpClientRequest> request(HttpServerRequest request, MultiMap headers) {
        return client.request(new RequestOptions()
                .setServer(edge)
                .setHost(edge.host())
                .setPort(edge.port())
                .setMethod(request.method())
                .setURI(request.uri())
                .setHeaders(headers));
    }
}
