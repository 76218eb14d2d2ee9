package dev.tulle.cli.documents;

import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/** Writes objects as block YAML that every YAML reader takes back as the same values. */
public final class YamlText {
    /** What needs no quotes whatever version of YAML the reader speaks. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./-]*(?:[:][A-Za-z0-9_./-]+)*");

    private static final Pattern RESERVED =
            Pattern.compile("(?i:true|false|yes|no|on|off|y|n|null|nan|inf|infinity)|0[xob].*");

    private final StringBuilder text = new StringBuilder();

    private YamlText() {}

    /** The object, with further metadata in place of what it says there. */
    public static String of(ConfigObject object, Map<String, String> metadata) {
        return of(with(object.root(), metadata));
    }

    /** Any value as one document. */
    public static String of(ConfigNode node) {
        var yaml = new YamlText();
        yaml.value(node, "");
        return yaml.text.toString();
    }

    private static ConfigNode.Mapping with(ConfigNode.Mapping root, Map<String, String> metadata) {
        var fields = new LinkedHashMap<>(root.fields());
        var field = fields.get("metadata");
        if (field != null && field.value() instanceof ConfigNode.Mapping written) {
            var changed = new LinkedHashMap<>(written.fields());
            metadata.forEach((name, value) ->
                    changed.put(name, new ConfigNode.Field(new ConfigNode.Text(value, written.line()), field.line())));
            fields.put("metadata", new ConfigNode.Field(new ConfigNode.Mapping(changed, written.line()), field.line()));
        }
        return new ConfigNode.Mapping(fields, root.line());
    }

    private void value(ConfigNode node, String indent) {
        switch (node) {
            case ConfigNode.Mapping mapping -> mapping(mapping.fields(), indent);
            case ConfigNode.Sequence sequence -> sequence(sequence, indent);
            case ConfigNode.Text scalar -> text.append(quoted(scalar.value())).append('\n');
            case ConfigNode.Numeral scalar -> text.append(scalar.literal()).append('\n');
            case ConfigNode.Bool scalar -> text.append(scalar.value()).append('\n');
            case ConfigNode.Null scalar -> text.append("null\n");
        }
    }

    private void mapping(SequencedMap<String, ConfigNode.Field> fields, String indent) {
        if (fields.isEmpty()) {
            text.append("{}\n");
            return;
        }
        var first = true;
        for (var field : fields.entrySet()) {
            text.append(first ? "" : indent).append(quoted(field.getKey())).append(':');
            first = false;
            nested(field.getValue().value(), indent);
        }
    }

    private void nested(ConfigNode value, String indent) {
        switch (value) {
            case ConfigNode.Mapping mapping
            when !mapping.fields().isEmpty() -> {
                text.append('\n').append(indent).append("  ");
                mapping(mapping.fields(), indent + "  ");
            }
            case ConfigNode.Sequence sequence
            when !sequence.items().isEmpty() -> {
                text.append('\n').append(indent);
                sequence(sequence, indent);
            }
            case ConfigNode.Mapping mapping -> scalar(mapping, indent);
            case ConfigNode.Sequence sequence -> scalar(sequence, indent);
            case ConfigNode.Text scalar -> scalar(scalar, indent);
            case ConfigNode.Numeral scalar -> scalar(scalar, indent);
            case ConfigNode.Bool scalar -> scalar(scalar, indent);
            case ConfigNode.Null scalar -> scalar(scalar, indent);
        }
    }

    private void scalar(ConfigNode value, String indent) {
        text.append(' ');
        value(value, indent);
    }

    private void sequence(ConfigNode.Sequence sequence, String indent) {
        if (sequence.items().isEmpty()) {
            text.append("[]\n");
            return;
        }
        var first = true;
        for (var item : sequence.items()) {
            text.append(first ? "" : indent).append("- ");
            first = false;
            value(item, indent + "  ");
        }
    }

    private static String quoted(String value) {
        if (PLAIN.matcher(value).matches() && !RESERVED.matcher(value).matches()) {
            return value;
        }
        var quoted = new StringBuilder("\"");
        value.codePoints().forEach(character -> {
            switch (character) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (character < ' ' || character == 0x7f || (character >= 0x80 && character < 0xa0)) {
                        quoted.append(String.format("\\x%02x", character));
                    } else if (character == 0x2028 || character == 0x2029 || character == 0xfeff) {
                        quoted.append(String.format("\\u%04x", character));
                    } else {
                        quoted.appendCodePoint(character);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
