package dev.tulle.mesh.validation;

import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.Origin;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.config.Problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what analyzers find. */
final class Findings {
    private final List<Problem> problems = new ArrayList<>();

    /**
     * Where something was found.
     *
     * @param field whose path and line are named
     */
    record Spot(ConfigObject object, Place field) {
        /** The object as a whole. */
        static Spot of(ConfigObject object) {
            return new Spot(object, Place.of(object.root()));
        }

        private Origin origin() {
            return switch (object.origin()) {
                case Origin.File(var path, var ignored) -> new Origin.File(path, field.line());
                case Origin.Cluster cluster -> cluster;
            };
        }
    }

    void warning(String code, Spot spot, String message, String effect) {
        add(Severity.WARNING, code, spot, message, effect);
    }

    void note(String code, Spot spot, String message, String effect) {
        add(Severity.NOTE, code, spot, message, effect);
    }

    private void add(Severity severity, String code, Spot spot, String message, String effect) {
        problems.add(new Problem(
                severity,
                code,
                Optional.of(spot.object().key()),
                spot.origin(),
                spot.field().path(),
                message,
                effect));
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }
}
