package dev.tulle.mesh.translate.istio;

import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.model.MutualTlsMode;
import dev.tulle.mesh.translate.strict.Fields;
import dev.tulle.mesh.translate.strict.Spot;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads PeerAuthentications. Source: Istio security PeerAuthentication. */
public final class PeerAuthentications {
    private static final List<String> MODES = List.of("UNSET", "DISABLE", "PERMISSIVE", "STRICT");

    private PeerAuthentications() {}

    /**
     * A PeerAuthentication.
     *
     * @param selector empty: a whole namespace, or the mesh
     * @param selectorSpot where the selector stands, else the object
     * @param mode absent when unset: as the scope above says
     * @param ports of the pod; those unset are left out
     */
    public record PeerAuthenticationSpec(
            ConfigObject source,
            Map<String, String> selector,
            Spot selectorSpot,
            Optional<MutualTlsMode> mode,
            SortedMap<Integer, MutualTlsMode> ports) {
        public PeerAuthenticationSpec {
            selector = Map.copyOf(selector);
            ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
        }
    }

    /** Reads one PeerAuthentication; an empty one inherits everything. */
    public static PeerAuthenticationSpec read(ConfigObject object, Fields root) {
        var spec = root.mapping("spec");
        var selector = spec.flatMap(fields -> fields.mapping("selector"));
        var labels = selector.map(PeerAuthentications::labels).orElseGet(TreeMap::new);
        return new PeerAuthenticationSpec(
                object,
                labels,
                spec.filter(fields -> fields.has("selector"))
                        .map(fields -> fields.spot("selector"))
                        .orElseGet(root::spot),
                spec.flatMap(fields -> fields.mapping("mtls")).flatMap(PeerAuthentications::mode),
                spec.map(fields -> ports(fields, labels)).orElseGet(TreeMap::new));
    }

    private static SortedMap<String, String> labels(Fields selector) {
        var labels = selector.textMap("matchLabels");
        labels.keySet().stream()
                .filter(label -> label.isEmpty() || label.contains("*"))
                .forEach(label -> selector.error(
                        "matchLabels", "\"" + label + "\" is no label, expected a name without wildcards"));
        return labels;
    }

    private static Optional<MutualTlsMode> mode(Fields mtls) {
        return mtls.choice("mode", MODES)
                .filter(written -> !written.equals("UNSET"))
                .map(MutualTlsMode::valueOf);
    }

    private static SortedMap<Integer, MutualTlsMode> ports(Fields spec, Map<String, String> labels) {
        var ports = new TreeMap<Integer, MutualTlsMode>();
        var written = spec.mapping("portLevelMtls");
        if (written.isEmpty()) {
            return ports;
        }
        if (labels.isEmpty()) {
            spec.error(
                    "portLevelMtls",
                    "stands without a selector, expected selector.matchLabels: ports are those of chosen pods");
        }
        for (var name : written.get().names()) {
            var mode = written.get().mapping(name).flatMap(PeerAuthentications::mode);
            var number = port(name);
            if (number.isEmpty()) {
                written.get().error(name, "\"" + name + "\" is no port, expected 1 to 65535, the pod's own");
            } else {
                mode.ifPresent(found -> ports.put(number.get(), found));
            }
        }
        return ports;
    }

    private static Optional<Integer> port(String text) {
        if (!text.matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        return Optional.of(Integer.parseInt(text)).filter(port -> port >= 1 && port <= 65535);
    }
}
