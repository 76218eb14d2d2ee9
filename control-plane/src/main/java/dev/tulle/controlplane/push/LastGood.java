package dev.tulle.controlplane.push;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.translate.Translation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Translates a snapshot; where the new form of an object is in error, its last good form stands in for it. What is wrong only
 * between objects keeps none of them out: what one names may come later.
 *
 * <p>Thread: called only from the push loop.
 */
final class LastGood {
    private final Meaning meaning;
    private Map<ConfigKey, Checked> checked = Map.of();
    private Map<ConfigKey, ConfigObject> good = Map.of();

    private record Checked(ConfigObject object, List<Problem> errors) {}

    LastGood(Meaning meaning) {
        this.meaning = meaning;
    }

    /**
     * What is in force.
     *
     * @param translation of the snapshot with the stand-ins
     * @param problems of the snapshot as it came
     */
    record Outcome(Translation translation, List<Problem> problems) {}

    Outcome translate(ConfigSnapshot incoming) {
        var nowChecked = new HashMap<ConfigKey, Checked>();
        var nowGood = new HashMap<ConfigKey, ConfigObject>();
        var effective = new TreeMap<ConfigKey, ConfigObject>();
        var problems = new ArrayList<Problem>();
        var standIns = new HashSet<ConfigKey>();
        incoming.objects().forEach((key, object) -> {
            var result = check(object);
            nowChecked.put(key, result);
            var old = good.get(key);
            if (result.errors().isEmpty()) {
                nowGood.put(key, object);
                effective.put(key, object);
            } else if (old != null) {
                nowGood.put(key, old);
                effective.put(key, old);
                standIns.add(key);
                problems.addAll(result.errors());
            } else {
                effective.put(key, object);
            }
        });
        checked = nowChecked;
        good = nowGood;
        var translation = meaning.translate(new ConfigSnapshot(effective));
        translation.problems().stream()
                .filter(problem -> problem.object().isEmpty()
                        || !standIns.contains(problem.object().get()))
                .forEach(problems::add);
        return new Outcome(translation, problems);
    }

    /** A source keeps the instance of an object that it did not read again, and so its check. */
    @SuppressWarnings("ReferenceEquality")
    private Checked check(ConfigObject object) {
        var known = checked.get(object.key());
        if (known != null && known.object() == object) {
            return known;
        }
        var problems = meaning.check(object);
        var bad = problems.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
        return new Checked(object, bad ? problems : List.of());
    }
}
