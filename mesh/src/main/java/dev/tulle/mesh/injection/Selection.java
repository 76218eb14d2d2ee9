package dev.tulle.mesh.injection;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a pod gets a proxy. Source: Istio, "Installing the Sidecar", "Controlling the injection policy", and the selectors of its
 * webhooks: either label that says no wins; either one that says yes suffices.
 */
public sealed interface Selection {
    /** It gets one. */
    record Inject() implements Selection {}

    /**
     * It gets none.
     *
     * @param reason in words, for people who wonder
     */
    record Skip(String reason) implements Selection {}

    /** Kubernetes' own namespaces: nobody wants a proxy below the cluster's feet. */
    Set<String> SYSTEM_NAMESPACES = Set.of("kube-system", "kube-public", "kube-node-lease", "local-path-storage");

    String NAMESPACE_LABEL = "istio-injection";
    String REVISION_LABEL = "istio.io/rev";

    /**
     * What the decision is about.
     *
     * @param namespaceLabels of its namespace
     * @param labels of the pod
     * @param annotations of the pod
     * @param network whose network it has
     */
    record Candidate(
            String namespace,
            Map<String, String> namespaceLabels,
            Map<String, String> labels,
            Map<String, String> annotations,
            Network network) {
        public Candidate {
            namespaceLabels = Map.copyOf(namespaceLabels);
            labels = Map.copyOf(labels);
            annotations = Map.copyOf(annotations);
        }
    }

    /** Whose network namespace a pod uses. */
    enum Network {
        POD,
        HOST
    }

    /** Decides for a control plane of that revision. */
    static Selection decide(Candidate pod, String revision) {
        if (pod.network() == Network.HOST) {
            return new Skip("the pod uses the host's network: capturing it would capture the node");
        }
        if (SYSTEM_NAMESPACES.contains(pod.namespace())) {
            return new Skip("namespace " + pod.namespace() + " is Kubernetes' own");
        }
        // The label wins over the annotation of the same name, which is its old form and can only say no.
        var label = word(pod.labels());
        if (label.or(() -> word(pod.annotations())).filter(word -> !word).isPresent()) {
            return new Skip("the pod says " + PodAnnotations.INJECT + ": \"false\"");
        }
        return byNamespace(pod, label.isPresent(), revision);
    }

    private static Selection byNamespace(Candidate pod, boolean asked, String revision) {
        var injection = Optional.ofNullable(pod.namespaceLabels().get(NAMESPACE_LABEL));
        if (injection.filter("enabled"::equals).isPresent()) {
            return new Inject();
        }
        if (injection.isPresent()) {
            return new Skip("namespace " + pod.namespace() + " has the label " + NAMESPACE_LABEL + "=" + injection.get()
                    + ", expected enabled");
        }
        var ofNamespace = Optional.ofNullable(pod.namespaceLabels().get(REVISION_LABEL));
        var wanted = ofNamespace.or(() -> Optional.ofNullable(pod.labels().get(REVISION_LABEL)));
        if (wanted.isPresent()) {
            return wanted.get().equals(revision)
                    ? new Inject()
                    : new Skip((ofNamespace.isPresent() ? "namespace " + pod.namespace() : "the pod")
                            + " asks for revision " + wanted.get() + ", this one is " + revision);
        }
        return asked
                ? new Inject()
                : new Skip("namespace " + pod.namespace() + " has no label " + NAMESPACE_LABEL
                        + "=enabled, nor the pod " + PodAnnotations.INJECT + "=true");
    }

    private static Optional<Boolean> word(Map<String, String> names) {
        return Optional.ofNullable(names.get(PodAnnotations.INJECT))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .map(word -> Set.of("true", "yes", "y", "on").contains(word));
    }
}
