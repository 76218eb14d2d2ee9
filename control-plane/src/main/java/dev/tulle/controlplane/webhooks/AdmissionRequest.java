package dev.tulle.controlplane.webhooks;

import dev.tulle.mesh.config.ConfigNode.Mapping;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * One question of the API server. Source: admission.k8s.io/v1 AdmissionRequest.
 *
 * @param uid to be repeated in the answer
 * @param namespace empty for an object of the whole cluster
 * @param operation {@code CREATE}, {@code UPDATE}
 * @param object as it shall become; absent for a deletion
 * @param before as it was; absent for a creation
 */
record AdmissionRequest(
        String uid, String namespace, String operation, Optional<Mapping> object, Optional<Mapping> before) {
    private static final String VERSION = "admission.k8s.io/v1";

    /** Reads an AdmissionReview; {@link UnreadableReview} says what is wrong with it. */
    static AdmissionRequest read(String body) throws UnreadableReview {
        try {
            var review = new JsonObject(body);
            var version = review.getString("apiVersion", "");
            if (!VERSION.equals(version)) {
                throw new UnreadableReview("apiVersion is \"" + version + "\", expected " + VERSION);
            }
            var request = review.getJsonObject("request");
            if (request == null || request.getString("uid", "").isEmpty()) {
                throw new UnreadableReview("request.uid is missing, expected an AdmissionReview with a request");
            }
            return new AdmissionRequest(
                    request.getString("uid"),
                    request.getString("namespace", ""),
                    request.getString("operation", ""),
                    object(request, "object"),
                    object(request, "oldObject"));
        } catch (DecodeException | ClassCastException e) {
            throw new UnreadableReview("the body is no AdmissionReview in JSON: " + e.getMessage());
        }
    }

    private static Optional<Mapping> object(JsonObject request, String name) {
        return Optional.ofNullable(request.getJsonObject(name)).map(JsonNodes::mapping);
    }
}
