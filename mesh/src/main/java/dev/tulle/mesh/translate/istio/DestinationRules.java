package dev.tulle.mesh.translate.istio;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.model.SubsetName;
import dev.tulle.mesh.translate.strict.Fields;
import dev.tulle.mesh.translate.strict.Spot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads DestinationRules. Source: Istio networking DestinationRule. */
public final class DestinationRules {
    /** What can stand in the name of a cluster, {@code outbound|port|subset|host}. */
    private static final Pattern SUBSET = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

    private DestinationRules() {}

    /**
     * A DestinationRule.
     *
     * @param host fully qualified, or with a wildcard
     */
    public record DestinationRuleSpec(
            ConfigObject source, String host, Spot hostSpot, Policies policies, List<Subset> subsets) {
        public DestinationRuleSpec {
            subsets = List.copyOf(subsets);
        }

        /** Its name. */
        public ConfigKey key() {
            return source.key();
        }
    }

    /**
     * A policy for all ports, and those for single ones.
     *
     * @param byPort on such a port nothing of the policy for all ports holds. Source: portLevelSettings
     */
    public record Policies(PolicyLayer allPorts, SortedMap<Integer, PolicyLayer> byPort) {
        /** Nothing is written. */
        public static final Policies NONE = new Policies(PolicyLayer.EMPTY, new TreeMap<>());

        public Policies {
            byPort = Collections.unmodifiableSortedMap(new TreeMap<>(byPort));
        }
    }

    /** Source: subsets[]. */
    public record Subset(SubsetName name, Map<String, String> labels, Policies policies, Spot spot) {
        public Subset {
            labels = Map.copyOf(labels);
        }
    }

    /** Reads one DestinationRule. */
    public static DestinationRuleSpec read(ConfigObject object, Fields root) {
        root.require("spec");
        var found = root.mapping("spec");
        if (found.isEmpty()) {
            return new DestinationRuleSpec(object, "", root.spot(), Policies.NONE, List.of());
        }
        var spec = found.get();
        spec.unsupported("workloadSelector");
        ExportTo.read(spec);
        var host = spec.requiredText("host");
        if (!host.isEmpty() && !Hosts.isValid(host)) {
            spec.error("host", "\"" + host + "\" is no host, expected a Service such as servicec");
        }
        return new DestinationRuleSpec(
                object,
                Hosts.resolve(host, object.key().namespace()),
                spec.spot("host"),
                policies(spec),
                subsets(spec));
    }

    private static Policies policies(Fields parent) {
        return parent.mapping("trafficPolicy")
                .map(policy -> new Policies(PolicyLayers.read(policy), byPort(policy)))
                .orElse(Policies.NONE);
    }

    private static SortedMap<Integer, PolicyLayer> byPort(Fields policy) {
        var byPort = new TreeMap<Integer, PolicyLayer>();
        for (var settings : policy.mappings("portLevelSettings")) {
            settings.require("port");
            var layer = PolicyLayers.read(settings);
            var port = settings.mapping("port").map(fields -> {
                fields.require("number");
                return fields.port("number");
            });
            if (port.isPresent()
                    && port.get().isPresent()
                    && byPort.put(port.get().getAsInt(), layer) != null) {
                settings.error("port", "port " + port.get().getAsInt() + " stands twice, expected each once");
            }
        }
        return byPort;
    }

    private static List<Subset> subsets(Fields spec) {
        var subsets = new ArrayList<Subset>();
        var names = new HashSet<String>();
        for (var fields : spec.mappings("subsets")) {
            var name = Optional.of(fields.requiredText("name")).filter(text -> !text.isEmpty());
            var labels = fields.textMap("labels");
            var policies = policies(fields);
            name.filter(text -> !SUBSET.matcher(text).matches())
                    .ifPresent(text -> fields.error(
                            "name", "\"" + text + "\" is no subset name, expected letters, digits, -, _ and ."));
            name.filter(text -> !names.add(text))
                    .ifPresent(text -> fields.error("name", "\"" + text + "\" stands twice, expected each once"));
            name.ifPresent(text -> subsets.add(new Subset(new SubsetName(text), labels, policies, fields.spot())));
        }
        return subsets;
    }
}
