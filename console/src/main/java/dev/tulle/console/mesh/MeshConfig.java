package dev.tulle.console.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The mesh's configuration as the control plane has it.
 *
 * @param objects the documents, each with its origin and generation
 * @param proxies as /debug/syncz lists them
 */
public record MeshConfig(List<JsonNode> objects, List<JsonNode> proxies) {
    /** Nothing is known: the control plane did not answer. */
    public static final MeshConfig UNKNOWN = new MeshConfig(List.of(), List.of());

    private static final String ISTIO = "networking.istio.io/";

    public MeshConfig {
        objects = List.copyOf(objects);
        proxies = List.copyOf(proxies);
    }

    /** Objects of one of Istio's networking kinds, the documents themselves. */
    public List<JsonNode> istio(String kind) {
        return objects.stream()
                .map(entry -> entry.path("object"))
                .filter(object -> object.path("kind").asText().equals(kind)
                        && object.path("apiVersion").asText().startsWith(ISTIO))
                .toList();
    }

    private List<JsonNode> pods() {
        return objects.stream()
                .map(entry -> entry.path("object"))
                .filter(object -> object.path("kind").asText().equals("Pod"))
                .toList();
    }

    /** Every pod's workload, as {@code namespace/name}, by {@code pod.namespace}. */
    public NavigableMap<String, String> workloads() {
        var workloads = new TreeMap<String, String>();
        for (var pod : pods()) {
            var namespace = namespace(pod);
            workloads.put(name(pod) + "." + namespace, namespace + "/" + workload(pod));
        }
        return workloads;
    }

    /** Workloads that have a connected proxy, as {@code namespace/name}. */
    public NavigableSet<String> workloadsWithProxy() {
        var workloads = workloads();
        var found = new TreeSet<String>();
        for (var proxy : proxies) {
            var workload = workloads.get(proxy.path("proxy").asText());
            if (workload != null) {
                found.add(workload);
            }
        }
        return found;
    }

    /** Workloads that a Gateway selects, with the Gateways: {@code namespace/name} to {@code Gateway namespace/name}. */
    public NavigableMap<String, NavigableSet<String>> gateways() {
        var selected = new TreeMap<String, NavigableSet<String>>();
        for (var gateway : istio("Gateway")) {
            var selector = gateway.path("spec").path("selector").properties();
            for (var pod : pods()) {
                var labels = pod.path("metadata").path("labels");
                if (!selector.isEmpty()
                        && selector.stream().allMatch(wanted -> labels.path(wanted.getKey())
                                .asText()
                                .equals(wanted.getValue().asText()))) {
                    selected.computeIfAbsent(namespace(pod) + "/" + workload(pod), none -> new TreeSet<>())
                            .add(title(gateway));
                }
            }
        }
        return selected;
    }

    /** {@code VirtualService servicec/servicec-route}. */
    public static String title(JsonNode object) {
        return object.path("kind").asText() + " " + namespace(object) + "/" + name(object);
    }

    public static String namespace(JsonNode object) {
        return object.path("metadata").path("namespace").asText("default");
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    /** The Deployment's name: what is left of the ReplicaSet's without the hash. */
    private static String workload(JsonNode pod) {
        var metadata = pod.path("metadata");
        var owner = metadata.path("ownerReferences").path(0).path("name").asText(name(pod));
        var hash = "-" + metadata.path("labels").path("pod-template-hash").asText();
        return hash.length() > 1 && owner.endsWith(hash) ? owner.substring(0, owner.length() - hash.length()) : owner;
    }
}
