package dev.tulle.controlplane.push;

import dev.tulle.mesh.xds.EncodedResource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who is to blame for a NACK.
 *
 * @param culprits resources known to be refused
 * @param groups names to send again, each group in a response of its own: the others at once, or halves where nobody is named
 */
record Culprits(List<EncodedResource> culprits, List<Set<String>> groups) {
    /** Envoy names clusters and listeners; where it names nobody, halves find the culprit. */
    static Culprits of(SentResponse sent, String message) {
        var culprits = new ArrayList<EncodedResource>();
        var others = new ArrayList<String>();
        sent.resources().forEach((name, resource) -> {
            if (sent.resources().size() == 1 || names(message, name)) {
                culprits.add(resource);
            } else {
                others.add(name);
            }
        });
        if (!culprits.isEmpty()) {
            return new Culprits(culprits, others.isEmpty() ? List.of() : List.of(Set.copyOf(others)));
        }
        if (others.isEmpty()) {
            return new Culprits(List.of(), List.of());
        }
        others.sort(null);
        var middle = others.size() / 2;
        return new Culprits(
                List.of(),
                List.of(
                        new HashSet<>(others.subList(0, middle)),
                        new HashSet<>(others.subList(middle, others.size()))));
    }

    /** Whether the message has that name as a word of its own: {@code a} is not named by {@code ab}. */
    static boolean names(String message, String name) {
        for (var at = message.indexOf(name); at >= 0; at = message.indexOf(name, at + 1)) {
            if (!isName(message, at - 1) && !isName(message, at + name.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isName(String message, int at) {
        if (at < 0 || at >= message.length()) {
            return false;
        }
        var c = message.charAt(at);
        if (c == '.') {
            return at + 1 < message.length() && Character.isLetterOrDigit(message.charAt(at + 1));
        }
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '|' || c == '/';
    }
}
