package dev.tulle.mesh.translate.strict;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.Origin;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.config.Problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what is wrong with one object while it is read. */
public final class Findings {
    /** What happens to an object with an error. */
    public static final String REFUSED = "the object is refused: its last good form, if any, stays in force";

    private static final int MAX_PROBLEMS = 100;

    private final ConfigKey key;
    private final Origin origin;
    private final List<Problem> problems = new ArrayList<>();

    public Findings(ConfigObject object) {
        this.key = object.key();
        this.origin = object.origin();
    }

    /** The object is refused because of this. */
    public void error(Spot spot, String message) {
        add(Severity.ERROR, "", spot, message, REFUSED);
    }

    /** A part of the object does not do what its author expects. */
    public void warning(String code, Spot spot, String message, String effect) {
        add(Severity.WARNING, code, spot, message, effect);
    }

    /** Worth knowing. */
    public void note(String code, Spot spot, String message, String effect) {
        add(Severity.NOTE, code, spot, message, effect);
    }

    private void add(Severity severity, String code, Spot spot, String message, String effect) {
        problems.add(new Problem(severity, code, Optional.of(key), spot.origin(), spot.path(), message, effect));
    }

    /** Everything found so far; of very many the first. */
    public List<Problem> problems() {
        return problems.stream().limit(MAX_PROBLEMS).toList();
    }

    /** A place on that line of the object's own file. */
    Spot spot(int line, String path) {
        var place =
                switch (origin) {
                    case Origin.File(var file, var ignored) -> new Origin.File(file, line);
                    case Origin.Cluster cluster -> cluster;
                };
        return new Spot(place, path);
    }
}
