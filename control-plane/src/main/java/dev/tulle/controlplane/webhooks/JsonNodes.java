package dev.tulle.controlplane.webhooks;

import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigNode.Field;
import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.config.ConfigNode.Sequence;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as the mesh library reads documents. */
final class JsonNodes {
    private JsonNodes() {}

    static Mapping mapping(JsonObject object) {
        return mapping(object.getMap());
    }

    private static Mapping mapping(Map<?, ?> map) {
        var fields = new LinkedHashMap<String, Field>();
        map.forEach((name, value) -> fields.put(String.valueOf(name), new Field(node(value), 0)));
        return new Mapping(fields, 0);
    }

    private static ConfigNode node(@Nullable Object value) {
        return switch (value) {
            case null -> new ConfigNode.Null(0);
            case JsonObject object -> mapping(object);
            case JsonArray array -> sequence(array.getList());
            case Map<?, ?> map -> mapping(map);
            case List<?> list -> sequence(list);
            case Boolean flag -> new ConfigNode.Bool(flag, 0);
            case Double number ->
                new ConfigNode.Numeral(BigDecimal.valueOf(number).toPlainString(), 0);
            case Number number -> new ConfigNode.Numeral(number.toString(), 0);
            case Object other -> new ConfigNode.Text(other.toString(), 0);
        };
    }

    private static Sequence sequence(List<?> items) {
        return new Sequence(items.stream().map(JsonNodes::node).toList(), 0);
    }
}
