package dev.tulle.mesh.translate.strict;

import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigNode.Bool;
import dev.tulle.mesh.config.ConfigNode.Field;
import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.config.ConfigNode.Null;
import dev.tulle.mesh.config.ConfigNode.Numeral;
import dev.tulle.mesh.config.ConfigNode.Sequence;
import dev.tulle.mesh.config.ConfigNode.Text;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.Suggestion;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the fields of one mapping. Asking for a field makes it known; {@link #close} reports those that nobody asked for, here
 * and below. A null value counts as absent, as for Kubernetes. What cannot be read is reported and counts as absent too.
 */
public final class Fields {
    private final Mapping node;
    private final String path;
    private final Findings findings;
    private final Optional<Fields> parent;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<Fields> children = new ArrayList<>();

    private Fields(Mapping node, String path, Findings findings, Optional<Fields> parent) {
        this.node = node;
        this.path = path;
        this.findings = findings;
        this.parent = parent;
    }

    /** The fields of a whole document. */
    public static Fields of(ConfigObject object, Findings findings) {
        var root = new Fields(object.root(), "", findings, Optional.empty());
        root.allow("apiVersion", "kind", "metadata", "status");
        return root;
    }

    /** Where this mapping begins. */
    public Spot spot() {
        return findings.spot(node.line(), path);
    }

    /** Where that field stands, or this mapping if it is absent. */
    public Spot spot(String name) {
        var field = Optional.ofNullable(node.fields().get(name));
        return findings.spot(field.map(Field::line).orElse(node.line()), join(name));
    }

    /** Whether a field is written, be it null. */
    public boolean has(String name) {
        return node.fields().containsKey(name);
    }

    /** The names of all fields, for mappings whose names are the user's. */
    public Set<String> names() {
        return node.fields().sequencedKeySet();
    }

    /** Reports a mistake of that field. */
    public void error(String name, String message) {
        findings.error(spot(name), message);
    }

    /** Reports that a part does not do what its author expects. */
    public void warning(String code, String name, String message, String effect) {
        findings.warning(code, spot(name), message, effect);
    }

    /** Reports that a part does not do what its author expects. */
    public void warning(String code, Spot spot, String message, String effect) {
        findings.warning(code, spot, message, effect);
    }

    /** Reports something worth knowing. */
    public void note(String code, String name, String message, String effect) {
        findings.note(code, spot(name), message, effect);
    }

    /** Fields that are right here and mean nothing for a mesh. */
    public void allow(String... names) {
        known.addAll(List.of(names));
    }

    /** Whatever else is there is right: a server writes it, and may be newer than Tulle. */
    public void allowRest() {
        known.addAll(names());
    }

    /** Fields of the API that Tulle does not implement: they are refused, not ignored. */
    public void unsupported(String... names) {
        for (var name : names) {
            if (value(name).isPresent()) {
                error(name, "field is not supported yet, expected an object without it");
            }
        }
    }

    /** Reports the fields that nobody asked for, here and below. */
    public void close() {
        node.fields().forEach((name, field) -> {
            if (!known.contains(name)) {
                findings.error(findings.spot(field.line(), join(name)), "unknown field" + hint(name));
            }
        });
        children.forEach(Fields::close);
    }

    private String hint(String name) {
        for (var above = parent; above.isPresent(); above = above.get().parent) {
            if (above.get().known.contains(name)) {
                var place = above.get().path.isEmpty() ? "the object" : above.get().path;
                return ", expected it as a field of " + place + ": check the indentation";
            }
        }
        for (var child : children) {
            if (child.known.contains(name)) {
                return ", expected it as a field of " + child.path + ": check the indentation";
            }
        }
        var suggestion = Suggestion.of(name, known);
        return suggestion.isEmpty() ? ", expected one of " + String.join(", ", known) : suggestion;
    }

    /** A nested mapping. */
    public Optional<Fields> mapping(String name) {
        return value(name).flatMap(value -> asMapping(value, join(name)));
    }

    /** A list of mappings; empty when absent. */
    public List<Fields> mappings(String name) {
        var mappings = new ArrayList<Fields>();
        var items = sequence(name);
        for (var i = 0; i < items.size(); i++) {
            asMapping(items.get(i), join(name) + "[" + i + "]").ifPresent(mappings::add);
        }
        return mappings;
    }

    private Optional<Fields> asMapping(ConfigNode value, String childPath) {
        if (!(value instanceof Mapping mapping)) {
            mismatch(childPath, value, "an object with fields");
            return Optional.empty();
        }
        var child = new Fields(mapping, childPath, findings, Optional.of(this));
        children.add(child);
        return Optional.of(child);
    }

    private List<ConfigNode> sequence(String name) {
        return switch (value(name).orElse(new Sequence(List.of(), 0))) {
            case Sequence(var items, var line) -> items;
            case ConfigNode other -> {
                mismatch(join(name), other, "a list (each item begins with \"- \")");
                yield List.of();
            }
        };
    }

    /** A text that is not empty. */
    public Optional<String> text(String name) {
        return value(name).flatMap(value -> {
            if (value instanceof Text(var text, var line)) {
                if (!text.isEmpty()) {
                    return Optional.of(text);
                }
                error(name, "is empty, expected text");
                return Optional.empty();
            }
            mismatch(join(name), value, "text");
            return Optional.empty();
        });
    }

    /** A text that may be empty, which absent is too. */
    public String optionalText(String name) {
        return value(name).filter(Fields::isEmptyText).isPresent()
                ? ""
                : text(name).orElse("");
    }

    private static boolean isEmptyText(ConfigNode node) {
        return node instanceof Text(var text, var line) && text.isEmpty();
    }

    /** A text that must be there; empty after a report. */
    public String requiredText(String name) {
        require(name);
        return text(name).orElse("");
    }

    /** Reports an absent field. */
    public void require(String name) {
        if (value(name).isEmpty()) {
            error(name, "missing, expected a value");
        }
    }

    /** Reports a list that is absent or empty. */
    public void requireItems(String name) {
        require(name);
        if (value(name)
                .filter(value -> value instanceof Sequence list && list.items().isEmpty())
                .isPresent()) {
            error(name, "is empty, expected at least one item");
        }
    }

    /** A list of texts; empty when absent. */
    public List<String> texts(String name) {
        var texts = new ArrayList<String>();
        var items = sequence(name);
        for (var i = 0; i < items.size(); i++) {
            switch (items.get(i)) {
                case Text(var text, var line) when !text.isEmpty() -> texts.add(text);
                case ConfigNode other -> mismatch(join(name) + "[" + i + "]", other, "text");
            }
        }
        return texts;
    }

    /** The place of an item of a list. */
    public Spot item(String name, int index) {
        return value(name)
                .filter(Sequence.class::isInstance)
                .map(value -> ((Sequence) value).items())
                .filter(items -> index < items.size())
                .map(items -> findings.spot(items.get(index).line(), join(name) + "[" + index + "]"))
                .orElseGet(() -> spot(name));
    }

    /** Names with text values; empty when absent. */
    public SortedMap<String, String> textMap(String name) {
        var texts = new TreeMap<String, String>();
        mapping(name).ifPresent(map -> {
            for (var key : map.names()) {
                switch (map.value(key).orElse(new Text("", 0))) {
                    case Text(var text, var line) -> texts.put(key, text);
                    case ConfigNode other -> map.mismatch(map.join(key), other, "text");
                }
            }
        });
        return texts;
    }

    /** A whole number within a range, both ends included. */
    public OptionalInt integer(String name, int min, int max) {
        var value = value(name);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        var expected = "a whole number from " + min + (max == Integer.MAX_VALUE ? " up" : " to " + max);
        if (value.get() instanceof Numeral(var literal, var line)) {
            var number = new BigDecimal(literal);
            if (number.scale() <= 0 || number.stripTrailingZeros().scale() <= 0) {
                if (number.compareTo(BigDecimal.valueOf(min)) >= 0 && number.compareTo(BigDecimal.valueOf(max)) <= 0) {
                    return OptionalInt.of(number.intValue());
                }
            }
            error(name, literal + " is out of range, expected " + expected);
            return OptionalInt.empty();
        }
        mismatch(join(name), value.get(), expected);
        return OptionalInt.empty();
    }

    /** A port number. */
    public OptionalInt port(String name) {
        return integer(name, 1, 65535);
    }

    /** A number within a range, both ends included. */
    public OptionalDouble number(String name, double min, double max) {
        var value = value(name);
        if (value.isEmpty()) {
            return OptionalDouble.empty();
        }
        var expected = "a number from " + plain(min) + " to " + plain(max);
        if (value.get() instanceof Numeral(var literal, var line)) {
            var number = Double.parseDouble(literal);
            if (number >= min && number <= max) {
                return OptionalDouble.of(number);
            }
            error(name, literal + " is out of range, expected " + expected);
            return OptionalDouble.empty();
        }
        mismatch(join(name), value.get(), expected);
        return OptionalDouble.empty();
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /** {@code true} or {@code false}. */
    public Optional<Boolean> flag(String name) {
        return value(name).flatMap(value -> {
            if (value instanceof Bool(var flag, var line)) {
                return Optional.of(flag);
            }
            mismatch(join(name), value, "true or false");
            return Optional.empty();
        });
    }

    /** A number or a name, as text: {@code targetPort}. */
    public Optional<String> numberOrName(String name) {
        return value(name).flatMap(value -> switch (value) {
            case Numeral ignored -> {
                var port = port(name);
                yield port.isPresent() ? Optional.of(String.valueOf(port.getAsInt())) : Optional.empty();
            }
            case Text(var text, var line)
            when text.chars().allMatch(Character::isDigit) -> {
                error(name, "\"" + text + "\" is text, expected a number without quotes or a name");
                yield Optional.empty();
            }
            case ConfigNode other -> text(name);
        });
    }

    /** A duration of at least a millisecond, such as {@code 5s}, {@code 1m30s}, {@code 30ms}. */
    public Optional<Duration> duration(String name) {
        return durationOrZero(name).filter(duration -> {
            if (duration.isZero()) {
                error(name, "is zero, expected at least 1ms");
            }
            return !duration.isZero();
        });
    }

    /** A duration that may be zero. */
    public Optional<Duration> durationOrZero(String name) {
        return value(name).flatMap(value -> {
            var expected = "a duration with unit, such as 5s, 1m30s or 30ms";
            if (!(value instanceof Text(var text, var line))) {
                mismatch(join(name), value, expected);
                return Optional.empty();
            }
            var duration = Durations.parse(text);
            if (duration.isEmpty()) {
                error(name, "\"" + text + "\" is no duration, expected " + expected);
            }
            return duration;
        });
    }

    /** One of the names that the API knows. */
    public Optional<String> choice(String name, List<String> choices) {
        return text(name).filter(text -> {
            if (!choices.contains(text)) {
                error(name, "\"" + text + "\" is not supported, expected one of " + String.join(", ", choices));
            }
            return choices.contains(text);
        });
    }

    /** The value, if it is written and not null. */
    private Optional<ConfigNode> value(String name) {
        known.add(name);
        return Optional.ofNullable(node.fields().get(name)).map(Field::value).filter(value -> !(value instanceof Null));
    }

    private void mismatch(String where, ConfigNode found, String expected) {
        findings.error(findings.spot(found.line(), where), "found " + describe(found) + ", expected " + expected);
    }

    private static String describe(ConfigNode node) {
        return switch (node) {
            case Text(var text, var line) when text.isEmpty() -> "an empty text";
            case Text(var text, var line) ->
                "the text \"" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "\"";
            case Numeral(var literal, var line) -> "the number " + literal;
            case Bool(var value, var line) -> "the boolean " + value + " (yes, no, on, off and y, n are booleans too)";
            case Mapping ignored -> "an object";
            case Sequence ignored -> "a list";
            case Null ignored -> "nothing";
        };
    }

    private String join(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
