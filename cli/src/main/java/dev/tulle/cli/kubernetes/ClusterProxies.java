package dev.tulle.cli.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.client.EnvoyAdmin;
import dev.tulle.cli.client.JsonClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The proxies of a cluster: the containers named istio-proxy. */
final class ClusterProxies implements AutoCloseable {
    private static final String CONTAINER = "istio-proxy";

    private final ApiServer server;
    private final Forwarding forwarding;
    private final JsonClient http;
    private final List<Forward> open = new ArrayList<>();

    ClusterProxies(ApiServer server, Forwarding forwarding, JsonClient http) {
        this.server = server;
        this.forwarding = forwarding;
        this.http = http;
    }

    EnvoyAdmin admin(String name, Optional<String> namespace) throws InterruptedException, CommandFailure {
        var forward = forwarding.open(find(name, namespace), EnvoyAdmin.PORT, 0);
        open.add(forward);
        return new EnvoyAdmin(forward.url(), http);
    }

    /** The pod that a user means; of several pods of a workload the first that runs, by name. */
    PodName find(String name, Optional<String> namespace) throws InterruptedException, CommandFailure {
        var path = "/api/v1" + namespace.map(value -> "/namespaces/" + value).orElse("") + "/pods";
        var proxies = stream(server.get(path).path("items"))
                .filter(ClusterProxies::hasProxy)
                .toList();
        var found = proxies.stream().filter(pod -> names(pod).contains(name)).toList();
        if (found.isEmpty()) {
            throw new CommandFailure(
                    "no proxy " + name + ", expected WORKLOAD.NAMESPACE, one of: " + workloads(proxies));
        }
        if (found.stream().map(ClusterProxies::workload).distinct().count() > 1) {
            throw new CommandFailure(name + " may be any of " + workloads(found));
        }
        return found.stream()
                .filter(pod -> pod.path("status").path("phase").asText().equals("Running"))
                .map(RunningPods::name)
                .findFirst()
                .orElseThrow(() -> new CommandFailure("no pod of " + name + " runs at this moment"));
    }

    private static boolean hasProxy(JsonNode pod) {
        return Stream.of("containers", "initContainers")
                .flatMap(list -> stream(pod.path("spec").path(list)))
                .anyMatch(container -> container.path("name").asText().equals(CONTAINER));
    }

    private static String workloads(List<JsonNode> pods) {
        return pods.stream().map(ClusterProxies::workload).distinct().sorted().collect(Collectors.joining(", "));
    }

    private static List<String> names(JsonNode pod) {
        var name = RunningPods.name(pod);
        var owner = owner(pod);
        return List.of(
                name.name(),
                name.namespace() + "/" + name.name(),
                name.name() + "." + name.namespace(),
                owner,
                "deployment/" + owner,
                "deploy/" + owner,
                workload(pod));
    }

    private static String workload(JsonNode pod) {
        return owner(pod) + "." + RunningPods.name(pod).namespace();
    }

    /** A ReplicaSet's name is its Deployment's with the hash of the template. */
    private static String owner(JsonNode pod) {
        var metadata = pod.path("metadata");
        var owner = metadata.path("ownerReferences").path(0);
        var hash = "-" + metadata.path("labels").path("pod-template-hash").asText("?");
        var name = owner.path("name").asText(metadata.path("name").asText());
        return owner.path("kind").asText().equals("ReplicaSet") && name.endsWith(hash)
                ? name.substring(0, name.length() - hash.length())
                : name;
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    @Override
    public void close() {
        open.forEach(Forward::close);
        open.clear();
    }
}
