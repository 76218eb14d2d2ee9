package dev.tulle.controlplane.kubernetes;

import dev.tulle.controlplane.push.Receipt;
import dev.tulle.mesh.config.Problem;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An object's status in two conditions: {@code Accepted} says whether it is right, {@code Programmed} how many proxies hold it.
 * Source: Kubernetes API conventions, "Typical status properties"; the types and reasons are those of the Gateway API.
 */
record Conditions(Condition accepted, Condition programmed) {
    private static final String ACCEPTED = "Accepted";
    private static final String PROGRAMMED = "Programmed";
    private static final int LONGEST = 1024;

    /**
     * One of them.
     *
     * @param since when its status was last another one, RFC 3339
     */
    record Condition(String status, String reason, String message, long generation, String since) {
        private static final Condition NONE = new Condition("Unknown", "", "", 0, "");

        /** The same, at the time since which its status has been that. */
        private Condition after(Condition before, Instant now) {
            var same = before.status().equals(status) && !before.since().isEmpty();
            var when =
                    same ? before.since() : now.truncatedTo(ChronoUnit.SECONDS).toString();
            return new Condition(status, reason, message, generation, when);
        }

        private JsonObject json(String type) {
            return new JsonObject()
                    .put("type", type)
                    .put("status", status)
                    .put("reason", reason)
                    .put("message", message)
                    .put("observedGeneration", generation)
                    .put("lastTransitionTime", since);
        }
    }

    /** As the API server has them. */
    static Conditions of(GenericKubernetesResource object) {
        List<Map<String, Object>> written = object.get("status", "conditions");
        var conditions = Optional.ofNullable(written).orElse(List.of());
        return new Conditions(find(conditions, ACCEPTED), find(conditions, PROGRAMMED));
    }

    private static Condition find(List<Map<String, Object>> conditions, String type) {
        return conditions.stream()
                .filter(condition -> type.equals(condition.get("type")))
                .findFirst()
                .map(condition -> new Condition(
                        text(condition.get("status")),
                        text(condition.get("reason")),
                        text(condition.get("message")),
                        condition.get("observedGeneration") instanceof Number number ? number.longValue() : 0,
                        text(condition.get("lastTransitionTime"))))
                .orElse(Condition.NONE);
    }

    private static String text(@Nullable Object value) {
        return Objects.toString(value, "");
    }

    /** What a receipt says, from now on where it differs from before. */
    static Conditions of(Receipt receipt, Conditions before, Instant now) {
        return new Conditions(
                accepted(receipt).after(before.accepted(), now),
                programmed(receipt).after(before.programmed(), now));
    }

    private static Condition accepted(Receipt receipt) {
        var errors = words(receipt, Problem.Severity.ERROR);
        if (!errors.isEmpty()) {
            var reason = receipt.nacks().isEmpty() ? "Invalid" : "RefusedByProxies";
            return condition(receipt, "False", reason, errors);
        }
        var warnings = words(receipt, Problem.Severity.WARNING);
        return condition(receipt, "True", ACCEPTED, warnings.isEmpty() ? "the object is valid" : warnings);
    }

    private static Condition programmed(Receipt receipt) {
        var live = "live on " + receipt.live() + " of " + receipt.of() + " proxies";
        return switch (receipt.state()) {
            case LIVE ->
                receipt.of() > 0
                        ? condition(receipt, "True", PROGRAMMED, live)
                        : condition(receipt, "True", "NoProxies", receipt.reason());
            case PENDING -> condition(receipt, "False", "Pending", live);
            case REFUSED -> condition(receipt, "False", "Invalid", live + ", " + receipt.reason());
            case UNKNOWN, DELETED -> condition(receipt, "Unknown", "Pending", receipt.reason());
        };
    }

    private static Condition condition(Receipt receipt, String status, String reason, String message) {
        var shortened = message.length() > LONGEST ? message.substring(0, LONGEST - 3) + "..." : message;
        return new Condition(status, reason, shortened, receipt.generation(), "");
    }

    private static String words(Receipt receipt, Problem.Severity severity) {
        return receipt.problems().stream()
                .filter(problem -> problem.severity() == severity)
                .map(problem ->
                        problem.path().isEmpty() ? problem.message() : problem.path() + ": " + problem.message())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    /** The document of a server-side apply of the status. */
    String patch(ApiResource resource, String name) {
        var version = resource.group() + "/" + resource.version();
        return new JsonObject()
                .put("apiVersion", version)
                .put("kind", resource.kind())
                .put("metadata", new JsonObject().put("name", name))
                .put(
                        "status",
                        new JsonObject()
                                .put("observedGeneration", accepted.generation())
                                .put(
                                        "conditions",
                                        new JsonArray()
                                                .add(accepted.json(ACCEPTED))
                                                .add(programmed.json(PROGRAMMED))))
                .encode();
    }
}
