package dev.tulle.controlplane.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.controlplane.webhooks.AdmissionAnswer.Allowed;
import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigText;
import dev.tulle.mesh.injection.InjectionSettings;
import dev.tulle.mesh.injection.Injector;
import dev.tulle.mesh.injection.WorkloadDocuments;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A workload that `tulle kube-inject` printed has the pods that the webhook would have made of the plain one. */
class KubeInjectEqualityTest {
    private static final String HASH = "5d4f8c7b9";

    private final PodInjection webhook = new PodInjection(new InjectionFile(Path.of("no-such-file")));
    private final WorkloadDocuments byHand = new WorkloadDocuments(
            new Injector(InjectionSettings.defaults()), namespace -> Map.of("istio-injection", "enabled"), "default");

    @Test
    void theirPodsAreEqual() throws Exception {
        var compared = new ArrayList<String>();
        for (var file : List.of("gateway", "servicea", "serviceb", "servicec")) {
            for (var document : ConfigText.read(Files.readString(Path.of("../k8s/apps/" + file + ".yaml")))) {
                var plain = json(document);
                if (plain.getString("kind").equals("Deployment")) {
                    var name = plain.getJsonObject("metadata").getString("name");
                    var injected = json(byHand.inject(document).document());
                    assertThat(pod(plain)).as(name).isEqualTo(podOf(injected));
                    compared.add(name);
                }
            }
        }
        assertThat(compared).hasSizeGreaterThanOrEqualTo(4);
    }

    /** What the webhook makes of the pod that the plain workload's ReplicaSet asks for. */
    private JsonObject pod(JsonObject workload) {
        var pod = podOf(workload);
        var namespace = pod.getJsonObject("metadata").getString("namespace");
        var request =
                new AdmissionRequest("1", namespace, "CREATE", Optional.of(JsonNodes.mapping(pod)), Optional.empty());
        return webhook.answer(request) instanceof Allowed(var patch, var warnings)
                ? PatchedJson.apply(pod, new JsonArray(patch.encode()))
                : new JsonObject();
    }

    private static JsonObject podOf(JsonObject workload) {
        var metadata = workload.getJsonObject("metadata");
        var template = workload.getJsonObject("spec").getJsonObject("template").copy();
        var replicaSet = metadata.getString("name") + "-" + HASH;
        var ofPod = template.getJsonObject("metadata")
                .put("generateName", replicaSet + "-")
                .put("namespace", metadata.getString("namespace"))
                .put(
                        "ownerReferences",
                        new JsonArray(Arrays.asList(
                                new JsonObject().put("kind", "ReplicaSet").put("name", replicaSet))));
        ofPod.getJsonObject("labels").put("pod-template-hash", HASH);
        return template.put("apiVersion", "v1").put("kind", "Pod");
    }

    private static JsonObject json(ConfigNode node) {
        return new JsonObject(ConfigText.json(node));
    }
}
