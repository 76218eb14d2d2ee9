package dev.tulle.cli.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.client.EnvoyAdmin;
import dev.tulle.cli.client.Mesh.Page;
import dev.tulle.cli.client.Mesh.Page.Lifetime;
import dev.tulle.cli.state.MeshStatus.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** The pages of a cluster's mesh: each is a Service of the control plane's namespace, or a proxy's admin page. */
final class ClusterPages implements AutoCloseable {
    /** The Services, by the name that a user gives, with the path of the first page. */
    private static final Map<String, String> PARTS =
            Map.of("prometheus", "/", "zipkin", "/zipkin/", "grafana", "/", "kiali", "/kiali/", "console", "/");

    private static final String CONTROL_PLANE = "controlplane";

    private final ApiServer server;
    private final Forwarding forwarding;
    private final String namespace;
    private final ClusterProxies proxies;
    private final List<Forward> open = new ArrayList<>();

    ClusterPages(ApiServer server, Forwarding forwarding, String namespace, ClusterProxies proxies) {
        this.server = server;
        this.forwarding = forwarding;
        this.namespace = namespace;
        this.proxies = proxies;
    }

    /** What there is to open, and by which command. */
    List<Address> all() throws InterruptedException, CommandFailure {
        var all = new ArrayList<Address>();
        all.add(address(CONTROL_PLANE));
        for (var part : new TreeMap<>(PARTS).keySet()) {
            if (server.find(servicePath(part)).isPresent()) {
                all.add(address(part));
            }
        }
        return all;
    }

    private static Address address(String part) {
        return new Address(part, "tulle dashboard " + part);
    }

    /** Opens a port-forward that lasts until this is closed. */
    Page open(String part, int localPort) throws InterruptedException, CommandFailure {
        var name = part.toLowerCase(Locale.ROOT).replace("-", "");
        if (name.equals(CONTROL_PLANE) || name.equals("istiod")) {
            return forward(controlPlane(), IstiodReplicas.PORT, localPort, "/version");
        }
        var path = Optional.ofNullable(PARTS.get(name));
        if (path.isEmpty()) {
            return forward(proxies.find(part, Optional.empty()), EnvoyAdmin.PORT, localPort, "/");
        }
        var service = server.find(servicePath(name))
                .orElseThrow(() -> new CommandFailure("namespace " + namespace + " has no service " + name
                        + "; `tulle dashboard` lists what there is"));
        var pod = pod(service, name);
        return forward(RunningPods.name(pod), targetPort(service, pod), localPort, path.get());
    }

    private PodName controlPlane() throws InterruptedException, CommandFailure {
        return RunningPods.find(server, namespace, IstiodReplicas.LABELS).stream()
                .filter(RunningPods::isReady)
                .map(RunningPods::name)
                .findFirst()
                .orElseThrow(() -> new CommandFailure("no ready istiod pod in namespace " + namespace));
    }

    private Page forward(PodName pod, int port, int localPort, String path) throws CommandFailure {
        var forward = forwarding.open(pod, port, localPort);
        open.add(forward);
        return new Page(forward.url() + path, Lifetime.COMMAND);
    }

    private JsonNode pod(JsonNode service, String name) throws InterruptedException, CommandFailure {
        var labels = new TreeMap<String, String>();
        service.path("spec")
                .path("selector")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return RunningPods.find(server, namespace, labels).stream()
                .filter(RunningPods::isReady)
                .findFirst()
                .orElseThrow(() -> new CommandFailure("no ready pod behind the service " + name + " in " + namespace));
    }

    /** The pod's port behind the Service's first one. */
    private static int targetPort(JsonNode service, JsonNode pod) {
        var port = service.path("spec").path("ports").path(0);
        var target = port.path("targetPort");
        if (!target.isTextual()) {
            return target.asInt(port.path("port").asInt());
        }
        return StreamSupport.stream(pod.path("spec").path("containers").spliterator(), false)
                .flatMap(container ->
                        StreamSupport.stream(container.path("ports").spliterator(), false))
                .filter(named -> named.path("name").asText().equals(target.asText()))
                .map(named -> named.path("containerPort").asInt())
                .findFirst()
                .orElse(port.path("port").asInt());
    }

    private String servicePath(String name) {
        return "/api/v1/namespaces/" + namespace + "/services/" + name;
    }

    @Override
    public void close() {
        open.forEach(Forward::close);
        open.clear();
    }
}
