package dev.tulle.controlplane.debug;

import dev.tulle.controlplane.push.Receipt;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Receipts and problems as JSON. */
final class ReceiptJson {
    private ReceiptJson() {}

    static JsonObject receipt(Receipt receipt) {
        var nacks = new JsonArray();
        receipt.nacks()
                .forEach(nack ->
                        nacks.add(new JsonObject().put("proxy", nack.proxy()).put("message", nack.message())));
        return new JsonObject()
                .put("object", key(receipt.object()))
                .put("generation", receipt.generation())
                .put("state", receipt.state().name().toLowerCase(Locale.ROOT))
                .put("live", receipt.live())
                .put("of", receipt.of())
                .put("millis", receipt.time().map(Duration::toMillis).orElse(0L))
                .put("reason", receipt.reason())
                .put("nacks", nacks)
                .put("problems", problems(receipt.problems()));
    }

    static JsonArray problems(List<Problem> problems) {
        var all = new JsonArray();
        for (var problem : problems) {
            var entry = new JsonObject()
                    .put("severity", problem.severity().name())
                    .put("code", problem.code())
                    .put("origin", problem.origin().toString())
                    .put("path", problem.path())
                    .put("message", problem.message())
                    .put("effect", problem.effect());
            problem.object().ifPresent(key -> entry.put("object", key(key)));
            all.add(entry);
        }
        return all;
    }

    private static JsonObject key(ConfigKey key) {
        return new JsonObject()
                .put("group", key.group())
                .put("kind", key.kind())
                .put("namespace", key.namespace())
                .put("name", key.name());
    }
}
