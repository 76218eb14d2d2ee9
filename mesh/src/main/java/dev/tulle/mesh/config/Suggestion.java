package dev.tulle.mesh.config;

import java.util.Collection;
import java.util.Comparator;

/** Guesses what was meant by a misspelt word. */
public final class Suggestion {
    private Suggestion() {}

    /** {@code , did you mean "weight"?} or the empty string when no candidate is near. */
    public static String of(String written, Collection<String> candidates) {
        return candidates.stream()
                .filter(candidate -> distance(written, candidate) <= Math.clamp(candidate.length() / 3, 1, 3))
                .min(Comparator.comparingInt((String candidate) -> distance(written, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .map(candidate -> ", did you mean \"" + candidate + "\"?")
                .orElse("");
    }

    /** Levenshtein's distance; upper and lower case are equal. */
    private static int distance(String one, String other) {
        if (Math.abs(one.length() - other.length()) > other.length()) {
            return Integer.MAX_VALUE;
        }
        var previous = new int[other.length() + 1];
        for (var j = 0; j <= other.length(); j++) {
            previous[j] = j;
        }
        for (var i = 1; i <= one.length(); i++) {
            var current = new int[other.length() + 1];
            current[0] = i;
            for (var j = 1; j <= other.length(); j++) {
                var same = Character.toLowerCase(one.charAt(i - 1)) == Character.toLowerCase(other.charAt(j - 1));
                var replaced = previous[j - 1] + (same ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[other.length()];
    }
}
