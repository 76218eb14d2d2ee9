package dev.tulle.mesh.validation;

import dev.tulle.mesh.injection.Selection;

/** Pods that can never have a proxy, in namespaces whose pods shall have one. */
final class HostNetworks implements Analyzer {
    @Override
    public void analyze(Inventory inventory, Findings findings) {
        for (var pod : inventory.described()) {
            var namespace = pod.object().key().namespace();
            if (pod.isOfHostNetwork() && !Inventory.isSystem(namespace) && isInjected(inventory, namespace, pod)) {
                findings.note(
                        "TUL0102",
                        pod.spot(pod.spec().at("hostNetwork")),
                        "the pod uses the host's network, where no traffic may be captured",
                        "it gets no proxy: it calls and is called in plain text, which STRICT refuses");
            }
        }
    }

    private static boolean isInjected(Inventory inventory, String namespace, MeshPod pod) {
        var own = new Selection.Candidate(
                namespace,
                inventory.namespaceLabels(namespace),
                pod.labels(),
                pod.annotations(),
                Selection.Network.POD);
        return Selection.decide(own, "default") instanceof Selection.Inject;
    }
}
