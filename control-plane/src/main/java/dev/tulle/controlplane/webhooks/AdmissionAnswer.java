package dev.tulle.controlplane.webhooks;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** What the API server is told. Source: admission.k8s.io/v1 AdmissionResponse. */
sealed interface AdmissionAnswer {
    /**
     * The object may come in.
     *
     * @param patch by which it comes in; empty: as it is
     * @param warnings shown to whoever sent it
     */
    record Allowed(JsonArray patch, List<String> warnings) implements AdmissionAnswer {
        public Allowed {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * The object stays out.
     *
     * @param message shown to whoever sent it
     */
    record Denied(String message) implements AdmissionAnswer {}

    /** As it is. */
    static AdmissionAnswer unchanged() {
        return new Allowed(new JsonArray(), List.of());
    }

    /** The whole AdmissionReview. */
    default JsonObject review(String uid) {
        var response = new JsonObject().put("uid", uid);
        switch (this) {
            case Allowed(var patch, var warnings) -> {
                response.put("allowed", true);
                if (!patch.isEmpty()) {
                    var bytes = patch.encode().getBytes(StandardCharsets.UTF_8);
                    response.put("patchType", "JSONPatch")
                            .put("patch", Base64.getEncoder().encodeToString(bytes));
                }
                if (!warnings.isEmpty()) {
                    response.put("warnings", new JsonArray(warnings));
                }
            }
            case Denied(var message) ->
                response.put("allowed", false)
                        .put(
                                "status",
                                new JsonObject()
                                        .put("code", 422)
                                        .put("reason", "Invalid")
                                        .put("message", message));
        }
        return new JsonObject()
                .put("apiVersion", "admission.k8s.io/v1")
                .put("kind", "AdmissionReview")
                .put("response", response);
    }
}
