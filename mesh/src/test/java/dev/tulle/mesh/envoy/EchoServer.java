package dev.tulle.mesh.envoy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An application for tests: answers every request with its name, unless told otherwise. Close it. */
public final class EchoServer implements AutoCloseable {
    /** What is done with a request before it is answered, and the answer's status. */
    public interface Behaviour {
        int status() throws InterruptedException;
    }

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final int KEPT = 100;

    private final HttpServer server;
    private final String name;
    private final AtomicInteger requests = new AtomicInteger();
    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();
    private volatile Behaviour behaviour = () -> 200;
    private volatile Headers lastHeaders = new Headers();
    private volatile String lastPath = "";

    private EchoServer(HttpServer server, String name) {
        this.server = server;
        this.name = name;
    }

    /** Starts on an address and a free port. */
    public static EchoServer start(String address, String name) {
        return start(address, 0, name);
    }

    /** Starts on an address and port. */
    public static EchoServer start(String address, int port, String name) {
        try {
            var server = HttpServer.create(new InetSocketAddress(address, port), 1024);
            var echo = new EchoServer(server, name);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", echo::answer);
            server.start();
            return echo;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** How many requests have come so far. */
    public int requests() {
        return requests.get();
    }

    /** The latest requests' bodies, oldest first. */
    public List<String> bodies() {
        return List.copyOf(bodies);
    }

    /** The headers of the latest request. */
    public Headers lastHeaders() {
        return lastHeaders;
    }

    /** Path and query of the latest request. */
    public String lastPath() {
        return lastPath;
    }

    public void behave(Behaviour next) {
        behaviour = next;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        lastHeaders = exchange.getRequestHeaders();
        lastPath = exchange.getRequestURI().toString();
        try (exchange) {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            while (bodies.size() > KEPT) {
                bodies.poll();
            }
            var body = name.getBytes(StandardCharsets.UTF_8);
            var status = behaviour.status();
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
