package dev.tulle.mesh.translate;

import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.model.PeerPolicies;
import dev.tulle.mesh.model.PeerPolicies.Scope;
import dev.tulle.mesh.translate.istio.PeerAuthentications.PeerAuthenticationSpec;
import dev.tulle.mesh.translate.kubernetes.Pods.PodSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts PeerAuthentications in their scopes; of two for one scope the oldest counts, which the other's problem says. */
final class PeerScopes {
    private static final String ROOT_NAMESPACE = "istio-system";
    private static final String OLDEST_WINS = "the older object counts (without an age: the first by name)";

    private final LinkProblems problems;
    private final Map<String, PeerAuthenticationSpec> wholeNamespaces = new TreeMap<>();
    private final List<PeerAuthenticationSpec> chosen = new ArrayList<>();

    private PeerScopes(LinkProblems problems) {
        this.problems = problems;
    }

    /** Empty when there is none. */
    static Optional<PeerPolicies> of(
            Collection<PeerAuthenticationSpec> specs, Instances instances, LinkProblems problems) {
        var scopes = new PeerScopes(problems);
        specs.stream()
                .sorted(Comparator.comparing(PeerAuthenticationSpec::source, Precedence.OLDEST_FIRST))
                .forEach(scopes::add);
        scopes.reportSelectors(instances);
        return Optional.of(scopes.policies()).filter(policies -> !policies.isEmpty());
    }

    private void add(PeerAuthenticationSpec spec) {
        if (!spec.selector().isEmpty()) {
            chosen.add(spec);
            return;
        }
        var older = Optional.ofNullable(
                wholeNamespaces.putIfAbsent(spec.source().key().namespace(), spec));
        older.ifPresent(before -> problems.warning(
                spec.source().key(),
                "KIA0002",
                spec.selectorSpot(),
                name(before.source()) + " speaks about all workloads of "
                        + (isRoot(spec) ? "the mesh" : "namespace " + namespace(spec)) + " already, expected one",
                OLDEST_WINS));
    }

    private PeerPolicies policies() {
        var namespaces = new TreeMap<String, Scope>();
        wholeNamespaces.forEach((namespace, spec) -> namespaces.put(namespace, scope(spec)));
        var mesh = Optional.ofNullable(namespaces.remove(ROOT_NAMESPACE));
        return new PeerPolicies(
                mesh, namespaces, chosen.stream().map(PeerScopes::scope).toList());
    }

    private void reportSelectors(Instances instances) {
        var first = new HashMap<PodSpec, PeerAuthenticationSpec>();
        for (var spec : chosen) {
            var scope = scope(spec);
            var selected = instances.pods().stream()
                    .filter(pod -> pod.capture().isPresent())
                    .filter(pod -> scope.selects(pod.key().namespace(), pod.labels()))
                    .toList();
            if (selected.isEmpty()) {
                problems.warning(
                        spec.source().key(),
                        "KIA0004",
                        spec.selectorSpot(),
                        "no pod with a proxy in namespace " + namespace(spec) + " has the labels "
                                + new TreeMap<>(spec.selector()),
                        "it affects nobody");
            }
            selected.stream()
                    .map(pod -> Optional.ofNullable(first.putIfAbsent(pod, spec))
                            .map(before -> "pod " + pod.key().name() + " is chosen by " + name(before.source())
                                    + " too, expected one for each pod"))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .ifPresent(message -> problems.warning(
                            spec.source().key(), "KIA0003", spec.selectorSpot(), message, OLDEST_WINS));
        }
    }

    private static Scope scope(PeerAuthenticationSpec spec) {
        return new Scope(spec.source().key(), spec.selector(), spec.mode(), spec.ports());
    }

    private static boolean isRoot(PeerAuthenticationSpec spec) {
        return namespace(spec).equals(ROOT_NAMESPACE);
    }

    private static String namespace(PeerAuthenticationSpec spec) {
        return spec.source().key().namespace();
    }

    private static String name(ConfigObject object) {
        return object.key() + " (" + object.origin() + ")";
    }
}
