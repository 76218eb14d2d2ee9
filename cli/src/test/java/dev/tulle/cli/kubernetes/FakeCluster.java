package dev.tulle.cli.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** An API server with a few kinds, and istiod replicas behind its port-forwards. */
final class FakeCluster implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<HttpServer> replicas = new ArrayList<>();
    private final Map<String, ObjectNode> objects = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> forbidden = new ConcurrentSkipListMap<>();
    private final AtomicInteger version = new AtomicInteger();
    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<String> forwarded = new CopyOnWriteArrayList<>();

    FakeCluster() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    Kubeconfig kubeconfig(Path directory) {
        try {
            var file = Files.writeString(directory.resolve("kubeconfig"), """
                    apiVersion: v1
                    kind: Config
                    current-context: fake
                    contexts: [{name: fake, context: {cluster: fake, user: me, namespace: mine}}]
                    clusters: [{name: fake, cluster: {server: "http://127.0.0.1:%d"}}]
                    users: [{name: me, user: {token: secret}}]
                    """.formatted(
                            server.getAddress().getPort()));
            return Kubeconfig.load(Optional.of(file), Optional.empty());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A mesh whose port-forwards lead to the replicas, in the order in which they were added. */
    ClusterMesh mesh(Path directory) {
        return ClusterMesh.open(kubeconfig(directory), "istio-system", (pod, port, localPort) -> {
            forwarded.add(pod.name() + ":" + port);
            var index = Integer.parseInt(pod.name().substring(pod.name().lastIndexOf('-') + 1));
            return new Forward(replicas.get(index).getAddress().getPort(), () -> {});
        });
    }

    void has(String path, String json) {
        objects.put(path, read(json));
    }

    void forbids(String path) {
        forbidden.put(path, 403);
    }

    /** A further ready istiod, which gives that answer to every question. */
    void addReplica(String answer) throws IOException {
        var replica = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        replica.createContext("/", exchange -> send(exchange, 200, answer));
        replica.start();
        addPod("istiod-" + replicas.size(), "True");
        replicas.add(replica);
    }

    void addPod(String name, String ready) {
        has("/api/v1/namespaces/istio-system/pods/" + name, """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","namespace":"istio-system","labels":{"app":"istiod"}},
                 "spec":{"containers":[{"name":"istiod","image":"x"}]},
                 "status":{"conditions":[{"type":"Ready","status":"%s"}]}}""".formatted(name, ready));
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        if (forbidden.containsKey(path)) {
            send(
                    exchange,
                    403,
                    status("pods is forbidden: User \"me\" cannot list resource \"pods\" in API group \"\""));
            return;
        }
        switch (exchange.getRequestMethod()) {
            case "PATCH" -> patch(exchange, path);
            case "DELETE" -> {
                var gone = objects.remove(path);
                send(exchange, gone == null ? 404 : 200, status("gone"));
            }
            default -> get(exchange, path);
        }
    }

    private void get(HttpExchange exchange, String path) throws IOException {
        if (path.equals("/api") || path.equals("/apis")) {
            send(exchange, 200, path.equals("/api") ? CORE : OTHERS);
            return;
        }
        var found = objects.get(path);
        if (found != null) {
            send(exchange, 200, found.toString());
        } else if (path.matches(
                ".*/(pods|services|virtualservices|destinationrules|gateways|customresourcedefinitions)")) {
            send(exchange, 200, list(path));
        } else {
            send(exchange, 404, status("not found"));
        }
    }

    /** Of one namespace, or of all when the path names none. */
    private String list(String path) {
        var plural = path.substring(path.lastIndexOf('/'));
        var root = path.substring(0, path.length() - plural.length());
        var items = objects.entrySet().stream()
                .filter(entry ->
                        entry.getKey().startsWith(root) && entry.getKey().contains(plural + "/"))
                .map(entry -> entry.getValue().toString())
                .collect(Collectors.joining(","));
        return "{\"kind\":\"List\",\"items\":[" + items + "]}";
    }

    private void patch(HttpExchange exchange, String path) throws IOException {
        var body = read(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (body.path("spec").has("falut")) {
            send(
                    exchange,
                    400,
                    status("failed to create typed patch object: .spec.falut: field not declared in schema"));
            return;
        }
        var before = Optional.ofNullable(objects.get(path));
        var same = before.filter(old -> old.path("spec").equals(body.path("spec")));
        var generation =
                before.map(old -> old.path("metadata").path("generation").asInt())
                                .orElse(0)
                        + 1;
        var stored = same.orElseGet(() -> {
            body.withObject("/metadata")
                    .put("generation", generation)
                    .put("resourceVersion", Integer.toString(version.incrementAndGet()));
            return body;
        });
        if (!String.valueOf(exchange.getRequestURI().getQuery()).contains("dryRun")) {
            objects.put(path, stored);
        }
        send(exchange, before.isEmpty() ? 201 : 200, stored.toString());
    }

    private static String status(String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", "Status")
                .put("message", message)
                .toString();
    }

    private static ObjectNode read(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    JsonNode stored(String path) {
        return Optional.<JsonNode>ofNullable(objects.get(path)).orElseGet(JsonNodeFactory.instance::missingNode);
    }

    @Override
    public void close() {
        server.stop(0);
        replicas.forEach(replica -> replica.stop(0));
    }

    private static final String CORE = """
            {"kind":"APIGroupDiscoveryList","items":[{"metadata":{},"versions":[{"version":"v1","resources":[
              {"resource":"pods","responseKind":{"kind":"Pod"},"scope":"Namespaced","singularResource":"pod","shortNames":["po"]},
              {"resource":"services","responseKind":{"kind":"Service"},"scope":"Namespaced","singularResource":"service","shortNames":["svc"]},
              {"resource":"namespaces","responseKind":{"kind":"Namespace"},"scope":"Cluster","singularResource":"namespace","shortNames":["ns"]}
            ]}]}]}""";

    private static final String OTHERS = """
            {"kind":"APIGroupDiscoveryList","items":[
             {"metadata":{"name":"networking.istio.io"},"versions":[
              {"version":"v1","resources":[
               {"resource":"virtualservices","responseKind":{"kind":"VirtualService"},"scope":"Namespaced","singularResource":"virtualservice","shortNames":["vs"]},
               {"resource":"gateways","responseKind":{"kind":"Gateway"},"scope":"Namespaced","singularResource":"gateway","shortNames":["gw"]}]},
              {"version":"v1alpha3","resources":[
               {"resource":"virtualservices","responseKind":{"kind":"VirtualService"},"scope":"Namespaced","singularResource":"virtualservice","shortNames":["vs"]}]}]},
             {"metadata":{"name":"gateway.networking.k8s.io"},"versions":[{"version":"v1","resources":[
               {"resource":"gateways","responseKind":{"kind":"Gateway"},"scope":"Namespaced","singularResource":"gateway","shortNames":["gtw"]}]}]},
             {"metadata":{"name":"serving.example.com"},"versions":[{"version":"v1","resources":[
               {"resource":"services","responseKind":{"kind":"Service"},"scope":"Namespaced","singularResource":"service"}]}]}
            ]}""";
}
