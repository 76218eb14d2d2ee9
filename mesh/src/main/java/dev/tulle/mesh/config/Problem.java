package dev.tulle.mesh.config;

import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A user's mistake, in words that a user can act on.
 *
 * @param severity an {@link Severity#ERROR} keeps the object out (its last good form stays); the others do not
 * @param code the id under which users can search for it (Istio's {@code IST0101}, Kiali's {@code KIA1107}), or empty
 * @param object the object, absent where a document is too broken to have a name
 * @param origin where it stands
 * @param path the field, as {@code spec.http[0].fault.abort.percent}; empty for the whole object
 * @param message what is wrong and what was expected
 * @param effect what happens instead
 */
public record Problem(
        Severity severity,
        String code,
        Optional<ConfigKey> object,
        Origin origin,
        String path,
        String message,
        String effect)
        implements Comparable<Problem> {

    /** How bad it is. */
    public enum Severity {
        /** The object is refused: its last good form stays in force, or it has no effect. */
        ERROR,
        /** The object is in force, but a part of it is not what the user expects. */
        WARNING,
        /** Worth knowing; nothing is wrong. */
        NOTE
    }

    public Problem {
        Objects.requireNonNull(message, "message");
    }

    private static final Set<String> LEADS_NOWHERE = Set.of("IST0101", "KIA1101", "KIA1102", "KIA1107");

    /**
     * Whether a command about the object has failed: the object is refused, or a name in it leads nowhere, so that it is in
     * force and some requests fail.
     */
    public boolean isFailure() {
        return severity == Severity.ERROR || (severity == Severity.WARNING && LEADS_NOWHERE.contains(code));
    }

    private static final Comparator<Problem> ORDER = Comparator.comparing(
                    (Problem problem) -> problem.origin.toString())
            .thenComparing(Problem::path)
            .thenComparing(Problem::message)
            .thenComparing(Problem::severity);

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    /** {@code rules/a.yaml:12: VirtualService servicec/route: spec.http[0].foo: unknown field; the object is refused}. */
    @Override
    public String toString() {
        var text = new StringBuilder().append(origin).append(": ");
        object.ifPresent(key -> text.append(key).append(": "));
        if (!path.isEmpty()) {
            text.append(path).append(": ");
        }
        text.append(message);
        if (!effect.isEmpty()) {
            text.append("; ").append(effect);
        }
        return text.toString();
    }
}
