package dev.tulle.mesh.injection;

import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigNode.Bool;
import dev.tulle.mesh.config.ConfigNode.Field;
import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.config.ConfigNode.Null;
import dev.tulle.mesh.config.ConfigNode.Numeral;
import dev.tulle.mesh.config.ConfigNode.Sequence;
import dev.tulle.mesh.config.ConfigNode.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a pod leniently: the API server has checked its types, or will; what has another type counts as absent. */
final class Nodes {
    static final Mapping EMPTY = new Mapping(new LinkedHashMap<>(), 0);

    private Nodes() {}

    static Optional<ConfigNode> find(Mapping from, String name) {
        return Optional.ofNullable(from.fields().get(name)).map(Field::value).filter(value -> !(value instanceof Null));
    }

    /** Empty where there is none. */
    static Mapping mapping(Mapping from, String name) {
        return find(from, name)
                .map(value -> value instanceof Mapping mapping ? mapping : EMPTY)
                .orElse(EMPTY);
    }

    static List<ConfigNode> items(Mapping from, String name) {
        return find(from, name)
                .map(value -> value instanceof Sequence list ? list.items() : List.<ConfigNode>of())
                .orElse(List.of());
    }

    static List<Mapping> mappings(Mapping from, String name) {
        return items(from, name).stream()
                .filter(Mapping.class::isInstance)
                .map(Mapping.class::cast)
                .toList();
    }

    static String text(Mapping from, String name) {
        return find(from, name).map(Nodes::text).orElse("");
    }

    /** A scalar as it is written; empty for the others. */
    static String text(ConfigNode value) {
        return switch (value) {
            case Text(var text, var line) -> text;
            case Numeral(var literal, var line) -> literal;
            case Bool(var flag, var line) -> Boolean.toString(flag);
            case Mapping ignored -> "";
            case Sequence ignored -> "";
            case Null ignored -> "";
        };
    }

    static boolean isTrue(Mapping from, String name) {
        return find(from, name)
                .filter(value -> value instanceof Bool(var flag, var line) && flag)
                .isPresent();
    }

    static SortedMap<String, String> texts(Mapping from, String name) {
        var texts = new TreeMap<String, String>();
        mapping(from, name).fields().forEach((key, field) -> texts.put(key, text(field.value())));
        return texts;
    }

    static boolean isNamed(Mapping item, String name) {
        return text(item, "name").equals(name);
    }
}
