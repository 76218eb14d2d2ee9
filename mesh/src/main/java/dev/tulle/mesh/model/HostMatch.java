package dev.tulle.mesh.model;

import java.util.Comparator;

/** Which Host headers are meant. */
public sealed interface HostMatch extends Comparable<HostMatch> {
    /** One name, without port, lower case. */
    record Exact(String name) implements HostMatch {}

    /** Every name with that end: {@code *.example.com} has the suffix {@code .example.com}. */
    record Suffix(String suffix) implements HostMatch {}

    /** {@code *}. */
    record Any() implements HostMatch {}

    /** As users write it: {@code *}, {@code *.example.com}, {@code www.example.com}. */
    static HostMatch parse(String host) {
        if (host.equals("*")) {
            return new Any();
        }
        return host.startsWith("*") ? new Suffix(host.substring(1)) : new Exact(host);
    }

    /** The form that {@link #parse} reads, and Envoy's domains too. */
    default String pattern() {
        return switch (this) {
            case Exact(var name) -> name;
            case Suffix(var suffix) -> "*" + suffix;
            case Any() -> "*";
        };
    }

    /** Most specific first: names, then long suffixes before short ones, then {@code *}. */
    @Override
    default int compareTo(HostMatch other) {
        return Comparator.comparingInt(HostMatch::rank)
                .thenComparing(match -> -match.pattern().length())
                .thenComparing(HostMatch::pattern)
                .compare(this, other);
    }

    private static int rank(HostMatch match) {
        return switch (match) {
            case Exact ignored -> 0;
            case Suffix ignored -> 1;
            case Any ignored -> 2;
        };
    }
}
