package dev.tulle.mesh.injection;

import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigNode.Bool;
import dev.tulle.mesh.config.ConfigNode.Field;
import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.config.ConfigNode.Numeral;
import dev.tulle.mesh.config.ConfigNode.Sequence;
import dev.tulle.mesh.config.ConfigNode.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A JSON object in the making; fields keep the order in which they are put first. */
final class ObjectDraft {
    private final LinkedHashMap<String, Field> fields = new LinkedHashMap<>();

    ObjectDraft() {}

    ObjectDraft(Mapping from) {
        fields.putAll(from.fields());
    }

    ObjectDraft put(String name, ConfigNode value) {
        fields.put(name, new Field(value, 0));
        return this;
    }

    ObjectDraft put(String name, String value) {
        return put(name, new Text(value, 0));
    }

    ObjectDraft put(String name, long value) {
        return put(name, new Numeral(Long.toString(value), 0));
    }

    ObjectDraft put(String name, boolean value) {
        return put(name, new Bool(value, 0));
    }

    ObjectDraft put(String name, ObjectDraft value) {
        return put(name, value.end());
    }

    ObjectDraft put(String name, List<? extends ConfigNode> items) {
        return put(name, new Sequence(List.copyOf(items), 0));
    }

    ObjectDraft putTexts(String name, List<String> items) {
        return put(name, items.stream().map(item -> new Text(item, 0)).toList());
    }

    /** Leaves the field out where there is none. */
    ObjectDraft putAny(String name, List<? extends ConfigNode> items) {
        return items.isEmpty() ? this : put(name, items);
    }

    ObjectDraft putTexts(Map<String, String> values) {
        values.forEach(this::put);
        return this;
    }

    /** Changes the object that stands there; absent is empty. */
    ObjectDraft edit(String name, UnaryOperator<ObjectDraft> change) {
        return put(name, change.apply(new ObjectDraft(Nodes.mapping(end(), name))));
    }

    /** Puts items behind those that stand there. */
    ObjectDraft append(String name, List<? extends ConfigNode> items) {
        return items.isEmpty()
                ? this
                : put(
                        name,
                        Stream.concat(Nodes.items(end(), name).stream(), items.stream())
                                .toList());
    }

    ObjectDraft remove(String name) {
        fields.remove(name);
        return this;
    }

    Mapping end() {
        return new Mapping(fields, 0);
    }
}
