package dev.tulle.mesh.injection;

import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigNode.Bool;
import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.config.ConfigNode.Null;
import dev.tulle.mesh.config.ConfigNode.Numeral;
import dev.tulle.mesh.config.ConfigNode.Sequence;
import dev.tulle.mesh.config.ConfigNode.Text;
import dev.tulle.mesh.xds.wire.JsonText;
import java.util.stream.Collectors;

/** A value over several lines, for people who review a golden file. */
final class PrettyJson {
    private static final String STEP = "  ";

    private PrettyJson() {}

    static String of(ConfigNode node) {
        return of(node, "");
    }

    private static String of(ConfigNode node, String indent) {
        var inner = indent + STEP;
        return switch (node) {
            case Mapping(var fields, var line) ->
                fields.isEmpty()
                        ? "{}"
                        : fields.entrySet().stream()
                                .map(field -> inner + JsonText.quote(field.getKey()) + ": "
                                        + of(field.getValue().value(), inner))
                                .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
            case Sequence(var items, var line) ->
                items.isEmpty()
                        ? "[]"
                        : items.stream()
                                .map(item -> inner + of(item, inner))
                                .collect(Collectors.joining(",\n", "[\n", "\n" + indent + "]"));
            case Text(var text, var line) -> JsonText.quote(text);
            case Numeral(var literal, var line) -> literal;
            case Bool(var flag, var line) -> Boolean.toString(flag);
            case Null ignored -> "null";
        };
    }
}
