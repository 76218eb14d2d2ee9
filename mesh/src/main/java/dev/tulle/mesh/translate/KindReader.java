package dev.tulle.mesh.translate;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.Origin;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.config.Problem.Severity;
import dev.tulle.mesh.translate.strict.Fields;
import dev.tulle.mesh.translate.strict.Findings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiFunction;

/**
 * Reads all objects of one kind. An object that was read before is not read again, so that a change costs what changed.
 *
 * <p>Thread: used by one thread at a time.
 */
final class KindReader<T> {
    private static final String ISTIO = ".istio.io";

    private final String group;
    private final String kind;
    private final List<String> versions;
    private final BiFunction<ConfigObject, Fields, T> reader;
    private Map<ConfigKey, Read<T>> cache = Map.of();
    private All<T> last = new All<>(List.of(), new LinkedHashMap<>(), List.of());

    KindReader(String group, String kind, List<String> versions, BiFunction<ConfigObject, Fields, T> reader) {
        this.group = group;
        this.kind = kind;
        this.versions = List.copyOf(versions);
        this.reader = reader;
    }

    /** An object and what it says. */
    private record Read<T>(ConfigObject object, T spec, List<Problem> problems) {
        boolean isSound() {
            return problems.stream().noneMatch(problem -> problem.severity() == Severity.ERROR);
        }
    }

    /** The objects of a snapshot, and what they say. */
    private record All<T>(List<ConfigObject> objects, SequencedMap<ConfigKey, T> specs, List<Problem> problems) {}

    boolean reads(ConfigKey key) {
        return key.group().equals(group) && key.kind().equals(kind);
    }

    /** The problems of one object, whatever others there are. */
    List<Problem> check(ConfigObject object) {
        return read(object).problems();
    }

    /**
     * The objects that have no error, in the order given; the problems of all are added. The same map as the last time if no
     * object changed.
     *
     * @param objects of this kind
     */
    SequencedMap<ConfigKey, T> readAll(List<ConfigObject> objects, LinkProblems problems) {
        if (!Stage.areSame(last.objects(), objects)) {
            last = readAll(objects);
        }
        problems.addAll(last.problems());
        return last.specs();
    }

    private All<T> readAll(List<ConfigObject> objects) {
        var next = new HashMap<ConfigKey, Read<T>>();
        var specs = new LinkedHashMap<ConfigKey, T>();
        var problems = new ArrayList<Problem>();
        for (var object : objects) {
            var read = Optional.ofNullable(cache.get(object.key()))
                    .filter(before -> before.object().equals(object))
                    .orElseGet(() -> read(object));
            next.put(object.key(), read);
            problems.addAll(read.problems());
            if (read.isSound()) {
                specs.put(object.key(), read.spec());
            }
        }
        cache = next;
        return new All<>(objects, Collections.unmodifiableSequencedMap(specs), List.copyOf(problems));
    }

    private Read<T> read(ConfigObject object) {
        var findings = new Findings(object);
        var root = Fields.of(object, findings);
        if (!versions.contains(object.version())) {
            findings.error(
                    root.spot("apiVersion"),
                    "version " + object.version() + " of " + kind + " is unknown, expected one of "
                            + String.join(", ", versions));
        }
        var spec = reader.apply(object, root);
        // The API server has checked its own kinds, and may be newer than Tulle.
        if (group.endsWith(ISTIO) || object.origin() instanceof Origin.File) {
            root.close();
        }
        return new Read<>(object, spec, findings.problems());
    }
}
