package dev.tulle.mesh.injection;

import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.xds.Bootstrap;
import dev.tulle.mesh.xds.OwnPorts.ProbeProtocol;
import dev.tulle.mesh.xds.OwnPorts.ProbeRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Leads the kubelet's HTTP and gRPC probes through the proxy's port 15020, where they need no client certificate. The proxy asks
 * the application itself, so that a probe still says how the application is. Source: Istio's "Health Checking of Istio Services".
 */
final class Probes {
    private static final int PORT = Bootstrap.PROBE_PORT;
    /** For the second port behind gRPC probes and those after it: their path is always the same. */
    private static final int FIRST_MORE_GRPC_PORT = 15030;

    private static final String GRPC_PATH = "/grpc.health.v1.Health/Check";
    private static final SequencedMap<String, String> PROBES =
            new TreeMap<>(Map.of("livenessProbe", "livez", "readinessProbe", "readyz", "startupProbe", "startupz"));
    private static final SequencedMap<String, String> HOOKS =
            new TreeMap<>(Map.of("postStart", "poststartz", "preStop", "prestopz"));

    private final List<ProbeRoute> routes = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** Where the requests for that port go; to be asked after the containers. */
    List<ProbeRoute> routes() {
        return List.copyOf(routes);
    }

    /** The proxy's ports for them, which must not be redirected. */
    SortedSet<Integer> listenPorts() {
        return routes.stream().map(ProbeRoute::listenPort).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What stays as it is although it may mislead. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** The container with its probes led through the proxy. */
    Mapping rewrite(Mapping container) {
        var draft = new ObjectDraft(container);
        PROBES.forEach((field, word) -> Nodes.find(container, field)
                .filter(Mapping.class::isInstance)
                .ifPresent(probe -> draft.put(field, probe(container, (Mapping) probe, field, word))));
        var lifecycle = Nodes.mapping(container, "lifecycle");
        HOOKS.forEach((field, word) -> Nodes.find(lifecycle, field)
                .filter(Mapping.class::isInstance)
                .ifPresent(hook -> draft.edit(
                        "lifecycle",
                        all -> all.put(
                                field,
                                http(container, (Mapping) hook, "/app-lifecycle/" + name(container) + "/" + word)))));
        return draft.end();
    }

    private Mapping probe(Mapping container, Mapping probe, String field, String word) {
        if (Nodes.find(probe, "tcpSocket").isPresent()) {
            notes.add(
                    "container " + name(container) + ": " + field
                            + ".tcpSocket reaches the proxy, which accepts before the application listens: expected httpGet, grpc or exec");
            return probe;
        }
        return Nodes.find(probe, "grpc").isPresent()
                ? grpc(container, probe)
                : http(container, probe, "/app-health/" + name(container) + "/" + word);
    }

    private Mapping http(Mapping container, Mapping handler, String path) {
        var get = Nodes.mapping(handler, "httpGet");
        var port = port(container, get);
        // A request to another host is none to this pod.
        if (port.isEmpty()
                || port.getAsInt() == PORT
                || !Nodes.text(get, "host").isEmpty()) {
            return handler;
        }
        var written = Nodes.text(get, "path");
        var target = written.isEmpty() ? "/" : written.startsWith("/") ? written : "/" + written;
        var protocol = Nodes.text(get, "scheme").equals("HTTPS") ? ProbeProtocol.HTTPS : ProbeProtocol.HTTP;
        // The kubelet would expand a variable in the bootstrap.
        routes.add(new ProbeRoute(PORT, path, port.getAsInt(), target.replace("$(", "$$("), protocol));
        return new ObjectDraft(handler)
                .edit(
                        "httpGet",
                        draft -> draft.put("path", path).put("port", PORT).put("scheme", "HTTP"))
                .end();
    }

    private Mapping grpc(Mapping container, Mapping probe) {
        var port = port(container, Nodes.mapping(probe, "grpc"));
        if (port.isEmpty() || port.getAsInt() == PORT) {
            return probe;
        }
        var others = routes.stream()
                .filter(route -> route.protocol() == ProbeProtocol.GRPC)
                .toList();
        var listenPort = others.stream()
                .filter(route -> route.applicationPort() == port.getAsInt())
                .map(ProbeRoute::listenPort)
                .findFirst()
                .orElseGet(() -> {
                    var fresh = others.isEmpty() ? PORT : FIRST_MORE_GRPC_PORT + others.size() - 1;
                    routes.add(new ProbeRoute(fresh, GRPC_PATH, port.getAsInt(), GRPC_PATH, ProbeProtocol.GRPC));
                    return fresh;
                });
        return new ObjectDraft(probe)
                .edit("grpc", draft -> draft.put("port", listenPort))
                .end();
    }

    /** A number, or the name of one of the container's ports. */
    private static OptionalInt port(Mapping container, Mapping action) {
        var written = Nodes.find(action, "port");
        if (written.isEmpty()) {
            return OptionalInt.empty();
        }
        if (written.get() instanceof ConfigNode.Numeral(var literal, var line)) {
            return number(literal);
        }
        return Nodes.mappings(container, "ports").stream()
                .filter(port -> Nodes.isNamed(port, Nodes.text(written.get())))
                .map(port -> Nodes.text(port, "containerPort"))
                .map(Probes::number)
                .findFirst()
                .orElseGet(OptionalInt::empty);
    }

    private static OptionalInt number(String literal) {
        return Optional.of(literal)
                .filter(text -> text.matches("[1-9][0-9]{0,4}"))
                .map(text -> OptionalInt.of(Integer.parseInt(text)))
                .orElseGet(OptionalInt::empty);
    }

    private static String name(Mapping container) {
        return Nodes.text(container, "name");
    }
}
