package dev.tulle.mesh.translate;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.model.HostMatch;
import dev.tulle.mesh.model.MeshEndpoint;
import dev.tulle.mesh.model.ServiceHost;
import dev.tulle.mesh.model.ServiceSubset;
import dev.tulle.mesh.model.SubsetName;
import dev.tulle.mesh.model.TrafficPolicy;
import dev.tulle.mesh.translate.istio.DestinationRules.DestinationRuleSpec;
import dev.tulle.mesh.translate.istio.DestinationRules.Policies;
import dev.tulle.mesh.translate.istio.DestinationRules.Subset;
import dev.tulle.mesh.translate.istio.PolicyLayer;
import dev.tulle.mesh.translate.istio.PolicyLayer.Written;
import dev.tulle.mesh.translate.strict.Spot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What all DestinationRules for one host say together: merged field by field; of two that write one field differently the
 * oldest wins, which the other's problem says.
 */
final class ServicePolicies {
    /** No DestinationRule. */
    static final ServicePolicies NONE = new ServicePolicies(new LinkProblems());

    private static final String ROOT_NAMESPACE = "istio-system";
    private static final String OLDEST_WINS = "the older object's value counts (without an age: the first by name)";

    private final SortedMap<SubsetName, ServiceSubset> subsets = new TreeMap<>();
    private final Map<SubsetName, Merged> subsetPolicies = new HashMap<>();
    private final SortedMap<SubsetName, Declared> declared = new TreeMap<>();
    private final Merged policies = new Merged();
    private final List<ConfigKey> sources = new ArrayList<>();
    private final LinkProblems problems;

    private record Declared(ConfigKey source, ServiceSubset subset, Spot spot) {}

    /** Layers that grow by the fields that nobody older wrote. */
    private static final class Merged {
        private PolicyLayer allPorts = PolicyLayer.EMPTY;
        private final Map<Integer, PolicyLayer> byPort = new HashMap<>();
        private final Map<String, ConfigKey> writers = new HashMap<>();

        /** On a port with settings of its own nothing of the policy for all ports holds. */
        PolicyLayer on(int port) {
            return byPort.getOrDefault(port, allPorts);
        }
    }

    private ServicePolicies(LinkProblems problems) {
        this.problems = problems;
    }

    /** What these say, which are for one host and come oldest first. */
    static ServicePolicies merge(List<DestinationRuleSpec> oldestFirst, LinkProblems problems) {
        var merged = new ServicePolicies(problems);
        for (var rule : oldestFirst) {
            merged.sources.add(rule.key());
            merged.add(rule.source(), rule.policies(), merged.policies);
            rule.subsets().forEach(subset -> merged.add(rule.source(), subset));
        }
        return merged;
    }

    private void add(ConfigObject source, Subset subset) {
        var known = Optional.ofNullable(subsets.get(subset.name()));
        if (known.isPresent() && !known.get().labels().equals(subset.labels())) {
            conflict(source, subset.spot(), "subset " + subset.name() + " has other labels in an older object");
            return;
        }
        var made = new ServiceSubset(subset.name(), subset.labels());
        declared.putIfAbsent(subset.name(), new Declared(source.key(), made, subset.spot()));
        subsets.put(subset.name(), made);
        add(source, subset.policies(), subsetPolicies.computeIfAbsent(subset.name(), name -> new Merged()));
    }

    private void add(ConfigObject source, Policies policies, Merged merged) {
        reportConflicts(source, policies.allPorts(), merged.allPorts, merged.writers);
        merged.allPorts = merged.allPorts.over(policies.allPorts());
        policies.byPort().forEach((port, layer) -> {
            var before = merged.byPort.getOrDefault(port, PolicyLayer.EMPTY);
            reportConflicts(source, layer, before, merged.writers);
            merged.byPort.put(port, before.over(layer));
        });
    }

    private void reportConflicts(
            ConfigObject source, PolicyLayer younger, PolicyLayer older, Map<String, ConfigKey> writers) {
        younger.fields().forEach((field, written) -> {
            var before = Optional.ofNullable(older.fields().get(field));
            if (before.isEmpty()) {
                writers.putIfAbsent(field.path(), source.key());
            } else if (!before.map(Written::setting).get().equals(written.setting())) {
                var writer = Optional.ofNullable(writers.get(field.path()))
                        .map(key -> key + " (" + before.get().spot().origin() + ")")
                        .orElse("an older object");
                conflict(source, written.spot(), writer + " writes another " + field.path() + " for the same host");
            }
        });
    }

    private void conflict(ConfigObject source, Spot spot, String message) {
        problems.warning(source.key(), "KIA0201", spot, message, OLDEST_WINS);
    }

    /** Reports subsets that no ready endpoint of the service belongs to. */
    void reportEmptySubsets(List<MeshEndpoint> endpoints, LinkProblems found) {
        declared.forEach((name, declaration) -> {
            var subset = declaration.subset();
            if (endpoints.stream().noneMatch(endpoint -> subset.selects(endpoint.labels()))) {
                found.warning(
                        declaration.source(),
                        "KIA0203",
                        declaration.spot(),
                        "no ready endpoint has the labels " + new TreeMap<>(subset.labels()) + " of subset " + name,
                        "requests to the subset are answered with 503");
            }
        });
    }

    SortedMap<SubsetName, ServiceSubset> subsets() {
        return subsets;
    }

    /** Sorted. */
    List<ConfigKey> sources() {
        return sources.stream().sorted().toList();
    }

    TrafficPolicy policy(int port) {
        return TrafficPolicies.of(policies.on(port));
    }

    /** For every subset the policy of the service with the subset's own fields over it. */
    SortedMap<SubsetName, TrafficPolicy> subsetPolicies(int port) {
        var all = new TreeMap<SubsetName, TrafficPolicy>();
        subsets.keySet().forEach(name -> all.put(name, TrafficPolicies.of(subsetLayer(name, port))));
        return all;
    }

    private PolicyLayer subsetLayer(SubsetName name, int port) {
        var own = Optional.ofNullable(subsetPolicies.get(name)).orElseGet(Merged::new);
        return own.byPort.containsKey(port) ? own.on(port) : own.allPorts.over(policies.on(port));
    }

    /** The policies of each host; of several patterns that cover a host the most specific one counts alone. */
    static Map<ServiceHost, ServicePolicies> byHost(
            Collection<DestinationRuleSpec> rules, Collection<ServiceHost> hosts, LinkProblems problems) {
        var byPattern = new TreeMap<HostMatch, List<DestinationRuleSpec>>();
        rules.stream()
                .sorted(Comparator.comparing(DestinationRuleSpec::source, Precedence.OLDEST_FIRST))
                .forEach(rule -> byPattern
                        .computeIfAbsent(HostMatch.parse(rule.host()), key -> new ArrayList<>())
                        .add(rule));
        var byHost = new HashMap<ServiceHost, ServicePolicies>();
        byPattern.forEach((pattern, oldestFirst) -> {
            var merged = merge(oldestFirst, problems);
            var covered = covered(pattern, hosts);
            covered.forEach(host -> byHost.putIfAbsent(host, merged));
            oldestFirst.forEach(rule -> noteForeign(rule, covered, problems));
            if (covered.isEmpty() && !hosts.isEmpty()) {
                oldestFirst.forEach(rule -> problems.warning(
                        rule.key(),
                        "KIA0202",
                        rule.hostSpot(),
                        "no Service has the host " + rule.host() + Backends.sameName(rule.host(), hosts),
                        "the rule has no effect"));
            }
        });
        return byHost;
    }

    /** In Istio clients look for rules in their own namespace, the service's and the root namespace. */
    private static void noteForeign(DestinationRuleSpec rule, List<ServiceHost> covered, LinkProblems problems) {
        var namespace = rule.key().namespace();
        var isForeign = !namespace.equals(ROOT_NAMESPACE)
                && covered.stream().anyMatch(host -> !host.name().contains("." + namespace + ".svc."));
        if (isForeign) {
            problems.note(
                    rule.key(),
                    "",
                    rule.hostSpot(),
                    "the rule stands in namespace " + namespace + ", where the service is not: in Istio it counts for"
                            + " clients of that namespace only",
                    "it counts for all clients");
        }
    }

    private static List<ServiceHost> covered(HostMatch pattern, Collection<ServiceHost> hosts) {
        return switch (pattern) {
            case HostMatch.Exact(var name) ->
                hosts.contains(new ServiceHost(name)) ? List.of(new ServiceHost(name)) : List.of();
            case HostMatch.Suffix ignored -> covering(pattern, hosts);
            case HostMatch.Any ignored -> covering(pattern, hosts);
        };
    }

    private static List<ServiceHost> covering(HostMatch pattern, Collection<ServiceHost> hosts) {
        return hosts.stream()
                .filter(host -> HostMatches.covers(pattern, host.name()))
                .toList();
    }
}
