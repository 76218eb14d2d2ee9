package dev.tulle.mesh.validation;

import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.injection.InjectionSettings;
import dev.tulle.mesh.injection.Selection;
import dev.tulle.mesh.validation.Findings.Spot;
import java.util.Map;

/**
 * Whether what should have a proxy has it. Source: Istio's analyzers "injection.Analyzer" and "injection.ImageAnalyzer", with their
 * ids.
 */
final class InjectionState implements Analyzer {
    private static final String SETTINGS = "istio-sidecar-injector";
    private static final String REVISION = Selection.REVISION_LABEL;
    private static final String INJECTION = Selection.NAMESPACE_LABEL;

    @Override
    public void analyze(Inventory inventory, Findings findings) {
        inventory.core("Namespace").forEach(namespace -> namespace(namespace, inventory, findings));
        for (var pod : inventory.pods()) {
            if (pod.isAlive() && !Inventory.isSystem(pod.object().key().namespace())) {
                pod(pod, inventory, findings);
            }
        }
    }

    private static void namespace(ConfigObject namespace, Inventory inventory, Findings findings) {
        var name = namespace.key().name();
        var labels = namespace.labels();
        if (Inventory.isSystem(name)) {
            return;
        }
        if (labels.containsKey(INJECTION) && labels.containsKey(REVISION)) {
            findings.warning(
                    "IST0123",
                    labelled(namespace),
                    "the labels " + INJECTION + " and " + REVISION + " are both there, expected one of them",
                    INJECTION + " counts");
        }
        var used = inventory.described().stream()
                .anyMatch(pod -> pod.object().key().namespace().equals(name));
        if (used && !labels.containsKey(INJECTION) && !labels.containsKey(REVISION)) {
            findings.note(
                    "IST0102",
                    Spot.of(namespace),
                    "the namespace is not enabled for injection, expected the label " + INJECTION
                            + "=enabled, or disabled" + " where that is meant",
                    "its pods get no proxy unless they ask for one");
        }
    }

    private static Spot labelled(ConfigObject namespace) {
        return new Spot(namespace, Place.of(namespace.root()).at("metadata", "labels"));
    }

    private static void pod(MeshPod pod, Inventory inventory, Findings findings) {
        var proxy = pod.proxy();
        if (!pod.hasProxy()) {
            if (inventory.selection(pod) instanceof Selection.Inject) {
                findings.warning(
                        "IST0103",
                        pod.spot(),
                        "the pod has no proxy although injection is enabled for it: it is older than the label, or the"
                                + " injector did not answer",
                        "it is outside the mesh until it is made again: kubectl rollout restart");
            }
            return;
        }
        var wanted = wantedImage(inventory, pod.annotations());
        var image = proxy.map(container -> container.at("image").text()).orElse(wanted);
        if (!wanted.isEmpty() && !image.equals(wanted)) {
            findings.warning(
                    "IST0105",
                    pod.spot(),
                    "the proxy's image is " + image + ", and the injection settings say " + wanted,
                    "the pod keeps the old one until it is made again: kubectl rollout restart");
        }
    }

    /** Empty where the settings are not known. */
    private static String wantedImage(Inventory inventory, Map<String, String> annotations) {
        var own = annotations.getOrDefault("sidecar.istio.io/proxyImage", "");
        if (!own.isEmpty()) {
            return own;
        }
        return inventory
                .find("", "ConfigMap", "istio-system", SETTINGS)
                .map(settings -> Place.of(settings.root()).at("data", "config").text())
                .map(yaml -> InjectionSettings.read(yaml).settings().proxyImage())
                .orElse("");
    }
}
