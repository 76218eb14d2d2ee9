package dev.tulle.mesh.config;

import dev.tulle.mesh.config.ConfigNode.Bool;
import dev.tulle.mesh.config.ConfigNode.Field;
import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.config.ConfigNode.Null;
import dev.tulle.mesh.config.ConfigNode.Numeral;
import dev.tulle.mesh.config.ConfigNode.Sequence;
import dev.tulle.mesh.config.ConfigNode.Text;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.TreeMap;

/** One JSON text for all documents that mean the same: fields sorted, null fields left out. */
final class CanonicalJson {
    private static final Set<String> SERVER_METADATA =
            Set.of("generation", "resourceVersion", "uid", "managedFields", "creationTimestamp", "selfLink");

    private CanonicalJson() {}

    /** The whole value. */
    static String of(ConfigNode node) {
        var json = new StringBuilder();
        write(node, json);
        return json.toString();
    }

    /** A document without what a server adds to it: status, and the metadata that count or date it. */
    static String ofUserPart(Mapping root) {
        var fields = new TreeMap<>(root.fields());
        fields.remove("status");
        fields.computeIfPresent("metadata", (name, field) -> switch (field.value()) {
            case Mapping(var metadata, var line) -> {
                var kept = new LinkedHashMap<>(metadata);
                kept.keySet().removeAll(SERVER_METADATA);
                yield new Field(new Mapping(kept, line), field.line());
            }
            case ConfigNode other -> field;
        });
        return of(new Mapping(new LinkedHashMap<>(fields), root.line()));
    }

    private static void write(ConfigNode node, StringBuilder json) {
        switch (node) {
            case Mapping(var fields, var line) -> {
                var separator = "{";
                for (var field : new TreeMap<>(fields).entrySet()) {
                    if (field.getValue().value() instanceof Null) {
                        continue;
                    }
                    json.append(separator);
                    quote(field.getKey(), json);
                    json.append(':');
                    write(field.getValue().value(), json);
                    separator = ",";
                }
                json.append(separator.equals("{") ? "{}" : "}");
            }
            case Sequence(var items, var line) -> {
                json.append('[');
                for (var i = 0; i < items.size(); i++) {
                    json.append(i == 0 ? "" : ",");
                    write(items.get(i), json);
                }
                json.append(']');
            }
            case Text(var value, var line) -> quote(value, json);
            case Numeral(var literal, var line) -> json.append(literal);
            case Bool(var value, var line) -> json.append(value);
            case Null ignored -> json.append("null");
        }
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < 0x20 || Character.isSurrogate(c)) {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
