package dev.tulle.mesh.validation;

/** Workloads whose service account is not there: their pods are not made, and their identity would be of nobody. */
final class ServiceAccounts implements Analyzer {
    private static final String KIND = "ServiceAccount";

    @Override
    public void analyze(Inventory inventory, Findings findings) {
        // Offline documents may rely on accounts that are in the cluster: without any nothing is known of them.
        if (inventory.core(KIND).isEmpty()) {
            return;
        }
        for (var pod : inventory.described()) {
            var field = pod.spec().at("serviceAccountName");
            var name = field.text();
            var namespace = pod.object().key().namespace();
            if (!name.isEmpty()
                    && !name.equals("default")
                    && inventory.find("", KIND, namespace, name).isEmpty()) {
                findings.warning(
                        "TUL0103",
                        pod.spot(field),
                        "no ServiceAccount " + name + " in namespace " + namespace,
                        "no pod is made, since its identity would be of nobody");
            }
        }
    }
}
