package dev.tulle.mesh.model;

/** How a string is compared. Source: VirtualService StringMatch. */
public sealed interface StringMatch {
    /** The whole value. */
    record Exact(String value) implements StringMatch {}

    /** How it begins. */
    record Prefix(String value) implements StringMatch {}

    /** RE2 syntax, matching the whole value. */
    record Regex(String pattern) implements StringMatch {}

    /** Any value, as long as there is one. Source: headers: {name: {}}. */
    record Present() implements StringMatch {}
}
