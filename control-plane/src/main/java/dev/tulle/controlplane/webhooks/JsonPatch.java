package dev.tulle.controlplane.webhooks;

import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigNode.Field;
import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.config.ConfigNode.Sequence;
import dev.tulle.mesh.config.ConfigText;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.TreeMap;

/** The way from one document to another. Source: RFC 6902. */
final class JsonPatch {
    private final JsonArray operations = new JsonArray();

    private JsonPatch() {}

    /** Empty when they are equal; the same two documents give the same bytes. */
    static JsonArray between(Mapping before, Mapping after) {
        var patch = new JsonPatch();
        patch.mapping("", before, after);
        return patch.operations;
    }

    private void mapping(String path, Mapping before, Mapping after) {
        var old = new TreeMap<>(before.fields());
        var fresh = new TreeMap<>(after.fields());
        fresh.forEach((name, field) -> {
            var child = path + "/" + name.replace("~", "~0").replace("/", "~1");
            var was = old.get(name);
            if (was == null) {
                add("add", child, field.value());
            } else {
                value(child, was.value(), field.value());
            }
        });
        old.keySet().stream()
                .filter(name -> !fresh.containsKey(name))
                .forEach(name -> operations.add(new JsonObject()
                        .put("op", "remove")
                        .put("path", path + "/" + name.replace("~", "~0").replace("/", "~1"))));
    }

    private void value(String path, ConfigNode before, ConfigNode after) {
        if (before.equals(after)) {
            return;
        }
        if (before instanceof Mapping old && after instanceof Mapping fresh) {
            mapping(path, old, fresh);
        } else if (before instanceof Sequence old && after instanceof Sequence fresh) {
            sequence(path, old.items(), fresh.items());
        } else {
            add("replace", path, after);
        }
    }

    /** Items are compared by their place; what is behind the old end is added there. */
    private void sequence(String path, List<ConfigNode> before, List<ConfigNode> after) {
        if (after.size() < before.size() || !sameNames(before, after)) {
            add("replace", path, new Sequence(after, 0));
            return;
        }
        for (var i = 0; i < before.size(); i++) {
            value(path + "/" + i, before.get(i), after.get(i));
        }
        after.stream().skip(before.size()).forEach(item -> add("add", path + "/-", item));
    }

    private static boolean sameNames(List<ConfigNode> before, List<ConfigNode> after) {
        for (var i = 0; i < before.size(); i++) {
            if (!name(before.get(i)).equals(name(after.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private static String name(ConfigNode item) {
        return item instanceof Mapping(var fields, var line)
                        && fields.get("name") instanceof Field(ConfigNode.Text(var text, var ignored), var where)
                ? text
                : "";
    }

    private void add(String operation, String path, ConfigNode value) {
        operations.add(new JsonObject()
                .put("op", operation)
                .put("path", path)
                .put("value", Json.decodeValue(ConfigText.json(value))));
    }
}
