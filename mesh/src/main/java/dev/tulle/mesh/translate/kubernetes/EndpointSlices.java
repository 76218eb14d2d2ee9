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

    /**
     * An endpoint that serves.
     *
     * @param pod the pod it is if it says so
     * @param hostname its own name below the service's, which pods of a StatefulSet have
     */
    public record SliceEndpoint(
            String address, Optional<WorkloadKey> pod, Optional<String> hostname, Condition condition) {}

    /** Source: endpoints[].conditions. */
    public enum Condition {
        READY,
        /** It still serves but is about to end: used only where nothing else is left, as kube-proxy does. */
        LEAVING
    }

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
            endpoint.allow("deprecatedTopology", "hints", "nodeName", "zone");
            var pod = endpoint.mapping("targetRef").flatMap(reference -> pod(reference, namespace));
            var addresses = endpoint.texts("addresses");
            var hostname = endpoint.text("hostname");
            // All addresses of an endpoint are one instance, says the API: consumers take the first.
            condition(endpoint).ifPresent(condition -> addresses.stream()
                    .limit(1)
                    .forEach(address -> endpoints.add(new SliceEndpoint(address, pod, hostname, condition))));
        }
        return new EndpointSliceSpec(service, ports, endpoints);
    }

    /** An absent condition is to be read as true, but terminating. A Service may want endpoints that end to count as ready. */
    private static Optional<Condition> condition(Fields endpoint) {
        var conditions = endpoint.mapping("conditions");
        var ready = conditions.flatMap(fields -> fields.flag("ready")).orElse(true);
        var serving = conditions.flatMap(fields -> fields.flag("serving")).orElse(ready);
        var terminating =
                conditions.flatMap(fields -> fields.flag("terminating")).orElse(false);
        if (terminating) {
            return serving ? Optional.of(Condition.LEAVING) : Optional.empty();
        }
        return ready ? Optional.of(Condition.READY) : Optional.empty();
    }

    private static Optional<WorkloadKey> pod(Fields reference, String namespace) {
        reference.allow("apiVersion", "fieldPath", "resourceVersion", "uid");
        var kind = reference.text("kind").orElse("");
        var own = reference.text("namespace").orElse(namespace);
        var name = reference.text("name");
        return kind.equals("Pod") ? name.map(pod -> new WorkloadKey(own, pod)) : Optional.empty();
    }
}
