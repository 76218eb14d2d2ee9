package dev.tulle.controlplane.push;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.translate.Translation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Translates a snapshot; where the new form of an object is in error, its last good form stands in for it.
 *
 * <p>Thread: called only from the push loop.
 */
final class LastGood {
    private final Function<ConfigSnapshot, Translation> translator;
    private ConfigSnapshot good = ConfigSnapshot.EMPTY;

    LastGood(Function<ConfigSnapshot, Translation> translator) {
        this.translator = translator;
    }

    /**
     * What is in force.
     *
     * @param effective the snapshot with the stand-ins
     * @param translation of the effective snapshot
     * @param problems of the snapshot as it came
     */
    record Outcome(ConfigSnapshot effective, Translation translation, List<Problem> problems) {}

    Outcome translate(ConfigSnapshot incoming) {
        var first = translator.apply(incoming);
        var bad = inError(first.problems());
        var translation = first;
        var effective = incoming;
        var standIns = standIns(incoming, bad);
        if (!standIns.isEmpty()) {
            var objects = new TreeMap<>(incoming.objects());
            standIns.forEach(object -> objects.put(object.key(), object));
            effective = new ConfigSnapshot(objects);
            translation = translator.apply(effective);
        }
        var stillBad = standIns.isEmpty() ? bad : inError(translation.problems());
        var accepted = new TreeMap<>(effective.objects());
        // A form that was good once and fails only beside the others of today stays the one to come back to.
        stillBad.forEach(
                key -> good.find(key).ifPresentOrElse(old -> accepted.put(key, old), () -> accepted.remove(key)));
        good = new ConfigSnapshot(accepted);
        return new Outcome(effective, translation, first.problems());
    }

    /** An object that is its own last good form has nothing to stand in for it. */
    @SuppressWarnings("ReferenceEquality")
    private Collection<ConfigObject> standIns(ConfigSnapshot incoming, Set<ConfigKey> bad) {
        var found = new ArrayList<ConfigObject>();
        for (var key : bad) {
            var now = incoming.find(key);
            var old = good.find(key);
            if (now.isPresent() && old.isPresent() && old.get() != now.get()) {
                found.add(old.get());
            }
        }
        return found;
    }

    private static Set<ConfigKey> inError(List<Problem> problems) {
        return problems.stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .flatMap(problem -> problem.object().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
