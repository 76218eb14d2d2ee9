package dev.tulle.mesh.translate.kubernetes;

import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.model.ServiceHost;
import dev.tulle.mesh.model.WorkloadKey;
import dev.tulle.mesh.translate.strict.Fields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads EndpointSlices. Source: Kubernetes discovery.k8s.io/v1 EndpointSlice. */
public final class EndpointSlices {
    private static final String SERVICE_NAME = "kubernetes.io/service-name";
    private static final List<String> ADDRESS_TYPES = List.of("IPv4", "IPv6", "FQDN");

    private EndpointSlices() {}

    /**
     * Some of a Service's endpoints.
     *
     * @param service absent: nobody's
     * @param ports the name of the Service's port to the endpoint's number
     */
    public record EndpointSliceSpec(
            Optional<ServiceHost> service, SortedMap<String, Integer> ports, List<SliceEndpoint> endpoints) {
        public EndpointSliceSpec {
            ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
            endpoints = List.copyOf(endpoints);
        }
    }

    /** A ready endpoint, and the pod it is if it says so. */
    public record SliceEndpoint(String address, Optional<WorkloadKey> pod) {}

    /** Reads one EndpointSlice. */
    public static EndpointSliceSpec read(ConfigObject object, Fields root) {
        var namespace = object.key().namespace();
        var service =
                Optional.ofNullable(object.labels().get(SERVICE_NAME)).map(name -> Services.host(namespace, name));
        root.require("addressType");
        var type = root.choice("addressType", ADDRESS_TYPES);
        type.filter("FQDN"::equals)
                .ifPresent(ignored -> root.error("addressType", "FQDN is not supported yet, expected IPv4 or IPv6"));
        var ports = new TreeMap<String, Integer>();
        for (var port : root.mappings("ports")) {
            port.allow("protocol", "appProtocol");
            var name = port.optionalText("name");
            var number = port.port("port");
            if (number.isPresent()) {
                ports.put(name, number.getAsInt());
            }
        }
        var endpoints = new ArrayList<SliceEndpoint>();
        for (var endpoint : root.mappings("endpoints")) {
            endpoint.allow("deprecatedTopology", "hints", "hostname", "nodeName", "zone");
            var pod = endpoint.mapping("targetRef").flatMap(reference -> pod(reference, namespace));
            var addresses = endpoint.texts("addresses");
            if (isReady(endpoint)) {
                // All addresses of an endpoint are one instance, says the API: consumers take the first.
                addresses.stream().limit(1).forEach(address -> endpoints.add(new SliceEndpoint(address, pod)));
            }
        }
        return new EndpointSliceSpec(service, ports, endpoints);
    }

    /** An absent condition is to be read as true. */
    private static boolean isReady(Fields endpoint) {
        return endpoint.mapping("conditions")
                .map(conditions -> {
                    conditions.allow("serving", "terminating");
                    return conditions.flag("ready").orElse(true);
                })
                .orElse(true);
    }

    private static Optional<WorkloadKey> pod(Fields reference, String namespace) {
        reference.allow("apiVersion", "fieldPath", "resourceVersion", "uid");
        var kind = reference.text("kind").orElse("");
        var own = reference.text("namespace").orElse(namespace);
        var name = reference.text("name");
        return kind.equals("Pod") ? name.map(pod -> new WorkloadKey(own, pod)) : Optional.empty();
    }
}
