package dev.tulle.mesh.translate;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.config.Problem.Severity;
import dev.tulle.mesh.translate.strict.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what is wrong between objects. Such objects stay in force: what they name may come later. */
final class LinkProblems {
    private final List<Problem> problems = new ArrayList<>();

    void warning(ConfigKey object, String code, Spot spot, String message, String effect) {
        add(Severity.WARNING, object, code, spot, message, effect);
    }

    void note(ConfigKey object, String code, Spot spot, String message, String effect) {
        add(Severity.NOTE, object, code, spot, message, effect);
    }

    @SuppressWarnings("TooManyParameters") // one per component of a Problem
    private void add(Severity severity, ConfigKey object, String code, Spot spot, String message, String effect) {
        problems.add(new Problem(severity, code, Optional.of(object), spot.origin(), spot.path(), message, effect));
    }

    void addAll(List<Problem> more) {
        problems.addAll(more);
    }

    /** Sorted, each once. */
    List<Problem> all() {
        return problems.stream().distinct().sorted().toList();
    }
}
