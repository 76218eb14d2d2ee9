package dev.tulle.controlplane.webhooks;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;

/** Applies the three operations of RFC 6902 that a webhook's patch has, as the API server does. */
final class PatchedJson {
    private PatchedJson() {}

    static JsonObject apply(JsonObject document, JsonArray patch) {
        var patched = document.copy();
        for (var i = 0; i < patch.size(); i++) {
            var operation = patch.getJsonObject(i);
            var path = Arrays.stream(operation.getString("path").substring(1).split("/", -1))
                    .map(part -> part.replace("~1", "/").replace("~0", "~"))
                    .toList();
            Object parent = patched;
            for (var part : path.subList(0, path.size() - 1)) {
                parent = child(parent, part);
            }
            change(parent, path.getLast(), operation);
        }
        return patched;
    }

    private static Object child(Object parent, String part) {
        var child =
                switch (parent) {
                    case JsonObject object -> object.getValue(part);
                    case JsonArray array -> array.getValue(Integer.parseInt(part));
                    default -> throw new AssertionError("no parent of " + part + ": " + parent);
                };
        if (child == null) {
            throw new AssertionError("nothing at " + part);
        }
        return child;
    }

    private static void change(Object parent, String name, JsonObject operation) {
        switch (parent) {
            case JsonObject object -> {
                if (operation.getString("op").equals("remove")) {
                    object.remove(name);
                } else {
                    object.put(name, operation.getValue("value"));
                }
            }
            case JsonArray array -> {
                if (name.equals("-")) {
                    array.add(operation.getValue("value"));
                } else {
                    array.set(Integer.parseInt(name), operation.getValue("value"));
                }
            }
            default -> throw new AssertionError("no parent of " + name + ": " + parent);
        }
    }
}
