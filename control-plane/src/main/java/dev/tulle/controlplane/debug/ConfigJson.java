package dev.tulle.controlplane.debug;

import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigSnapshot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Every object that the control plane has read, with where it stands; what a Secret holds is left out. */
final class ConfigJson {
    private static final String REDACTED = "<redacted>";

    private ConfigJson() {}

    static JsonArray configz(ConfigSnapshot snapshot) {
        var all = new JsonArray();
        for (var object : snapshot.objects().values()) {
            all.add(new JsonObject()
                    .put("origin", object.origin().toString())
                    .put("generation", object.generation())
                    .put("digest", object.digest())
                    .put("object", document(object)));
        }
        return all;
    }

    private static JsonObject document(ConfigObject object) {
        var document = new JsonObject(object.json());
        if (object.key().kind().equals("Secret")) {
            for (var field : new String[] {"data", "stringData"}) {
                var values = document.getValue(field);
                if (values instanceof JsonObject secrets) {
                    secrets.fieldNames().forEach(name -> secrets.put(name, REDACTED));
                } else if (values != null) {
                    document.put(field, REDACTED);
                }
            }
            // kubectl keeps the whole object there as it was applied.
            if (document.getJsonObject("metadata") != null) {
                document.getJsonObject("metadata").remove("annotations");
            }
        }
        return document;
    }
}
