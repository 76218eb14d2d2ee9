package dev.tulle.servicea;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A real HTTP server on a free port that says what it is told to and keeps what it was asked. Thread: safe. */
final class Backend implements AutoCloseable {
    /** One request: its target as it was written on the wire, and its headers. */
    record Request(String target, Headers headers) {}

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Behaviour behaviour = new Behaviour.Answers(200, "");

    /** What the server does with a request. */
    sealed interface Behaviour {
        record Answers(int status, String body) implements Behaviour {}

        /** Closes the connection without an answer. */
        record HangsUp() implements Behaviour {}
    }

    Backend() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new IllegalStateException("no backend", failure);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String address() {
        return server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort();
    }

    void does(Behaviour next) {
        requests.clear();
        behaviour = next;
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.add(new Request(exchange.getRequestURI().toString(), exchange.getRequestHeaders()));
        switch (behaviour) {
            case Behaviour.Answers(var status, var body) -> {
                var bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            }
            case Behaviour.HangsUp() -> {}
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
