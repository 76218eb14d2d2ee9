package dev.tulle.mesh.translate.istio;

import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.model.MeshEndpoint.Transport;
import dev.tulle.mesh.model.WorkloadLabels;
import dev.tulle.mesh.translate.kubernetes.Services.Port;
import dev.tulle.mesh.translate.kubernetes.TelemetryLabels;
import dev.tulle.mesh.translate.strict.Fields;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads WorkloadEntries: endpoints of the Services whose selector fits. Source: Istio networking WorkloadEntry. */
public final class WorkloadEntries {
    private static final String TLS_MODE = "security.istio.io/tlsMode";
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]{2,45}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

    private WorkloadEntries() {}

    /**
     * An instance outside of pods.
     *
     * @param namespace the Services that it may belong to live there
     * @param ports the name of a Service's port to the instance's own
     */
    public record WorkloadEntrySpec(
            String namespace,
            String name,
            String address,
            SortedMap<String, Integer> ports,
            Map<String, String> labels,
            Optional<String> serviceAccount) {
        public WorkloadEntrySpec {
            ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
            labels = Map.copyOf(labels);
        }

        /** The names in its metrics. */
        public WorkloadLabels telemetry() {
            return TelemetryLabels.of(name, namespace, labels);
        }

        /** Source: label {@code security.istio.io/tlsMode: istio}. */
        public Transport transport() {
            return "istio".equals(labels.get(TLS_MODE)) ? Transport.MUTUAL_TLS : Transport.PLAINTEXT;
        }

        /** The instance's port for a Service's: the one of that name, else the targetPort. */
        public int resolve(Port port) {
            var named = Optional.ofNullable(ports.get(port.name()));
            if (named.isPresent()) {
                return named.get();
            }
            return NUMBER.matcher(port.targetPort()).matches() ? Integer.parseInt(port.targetPort()) : port.number();
        }
    }

    /** Reads one WorkloadEntry. */
    public static WorkloadEntrySpec read(ConfigObject object, Fields root) {
        root.require("spec");
        var ports = new TreeMap<String, Integer>();
        var labels = new HashMap<String, String>();
        var spec = root.mapping("spec");
        spec.ifPresent(fields -> {
            fields.unsupported("network", "locality", "weight");
            labels.putAll(fields.textMap("labels"));
            fields.mapping("ports").ifPresent(map -> map.names().forEach(name -> {
                var port = map.port(name);
                if (port.isPresent()) {
                    ports.put(name, port.getAsInt());
                }
            }));
        });
        var address = spec.map(fields -> fields.requiredText("address")).orElse("");
        if (!address.isEmpty() && !ADDRESS.matcher(address).matches()) {
            spec.ifPresent(fields ->
                    fields.error("address", "\"" + address + "\" is no IP address, expected one such as 10.0.0.1"));
        }
        return new WorkloadEntrySpec(
                object.key().namespace(),
                object.key().name(),
                address,
                ports,
                labels,
                spec.flatMap(fields -> fields.text("serviceAccount")));
    }
}
