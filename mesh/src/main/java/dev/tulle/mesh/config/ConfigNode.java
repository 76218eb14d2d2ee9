package dev.tulle.mesh.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A YAML or JSON value as it was written, with its line (0 where it came from an API). */
public sealed interface ConfigNode {
    /** The line it begins on, from 1; 0 when unknown. */
    int line();

    /** An object; fields in the order written. */
    record Mapping(SequencedMap<String, Field> fields, int line) implements ConfigNode {
        public Mapping {
            fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
        }
    }

    /** One field of a {@link Mapping}: the line is that of its key. */
    record Field(ConfigNode value, int line) {}

    /** A list. */
    record Sequence(List<ConfigNode> items, int line) implements ConfigNode {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** A string, quoted or plain. */
    record Text(String value, int line) implements ConfigNode {}

    /** A number, kept as written: {@code 8081}, {@code 0.1}. */
    record Numeral(String literal, int line) implements ConfigNode {}

    /** {@code true} or {@code false}. */
    record Bool(boolean value, int line) implements ConfigNode {}

    /** {@code null}, {@code ~} or nothing after the colon. */
    record Null(int line) implements ConfigNode {}
}
