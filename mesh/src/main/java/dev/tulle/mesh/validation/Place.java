package dev.tulle.mesh.validation;

import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigNode.Bool;
import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.config.ConfigNode.Null;
import dev.tulle.mesh.config.ConfigNode.Numeral;
import dev.tulle.mesh.config.ConfigNode.Sequence;
import dev.tulle.mesh.config.ConfigNode.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A field of an object, whether it is there or not; types that are wrong count as absent, since the API server checks them.
 *
 * @param path as problems name it; empty for the object itself
 * @param line of the field, or of the nearest one around it
 */
record Place(String path, int line, Optional<ConfigNode> value) {
    static Place of(Mapping root) {
        return new Place("", root.line(), Optional.of(root));
    }

    /** The field of that name. */
    Place at(String name) {
        var inner = path.isEmpty() ? name : path + "." + name;
        var field = value.filter(Mapping.class::isInstance)
                .map(Mapping.class::cast)
                .flatMap(mapping -> Optional.ofNullable(mapping.fields().get(name)));
        return field.map(found -> new Place(
                        inner, found.line(), Optional.of(found.value()).filter(node -> !(node instanceof Null))))
                .orElseGet(() -> new Place(inner, line, Optional.empty()));
    }

    /** The field at the end of the names. */
    Place at(String first, String second, String... others) {
        var place = at(first).at(second);
        for (var name : others) {
            place = place.at(name);
        }
        return place;
    }

    /** A list's items. */
    List<Place> items() {
        var items = new ArrayList<Place>();
        if (value.isPresent() && value.get() instanceof Sequence(var nodes, var ignored)) {
            for (var node : nodes) {
                items.add(new Place(path + "[" + items.size() + "]", node.line(), Optional.of(node)));
            }
        }
        return items;
    }

    boolean isThere() {
        return value.isPresent();
    }

    /** A scalar as it is written; empty for others. */
    String text() {
        return value.map(node -> switch (node) {
                    case Text(var text, var ignored) -> text;
                    case Numeral(var literal, var ignored) -> literal;
                    case Bool(var flag, var ignored) -> Boolean.toString(flag);
                    case Mapping ignored -> "";
                    case Sequence ignored -> "";
                    case Null ignored -> "";
                })
                .orElse("");
    }

    /** An object's scalar fields. */
    SortedMap<String, String> texts() {
        var texts = new TreeMap<String, String>();
        if (value.isPresent() && value.get() instanceof Mapping mapping) {
            mapping.fields().keySet().forEach(name -> texts.put(name, at(name).text()));
        }
        return texts;
    }
}
