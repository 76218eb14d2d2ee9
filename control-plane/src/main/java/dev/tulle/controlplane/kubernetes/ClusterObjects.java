package dev.tulle.controlplane.kubernetes;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Problem;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The objects of the cluster as last seen.
 *
 * <p>Thread: called only from the source's.
 */
final class ClusterObjects {
    private final NavigableMap<ConfigKey, ConfigObject> objects = new TreeMap<>();
    private final Map<ConfigKey, List<Problem>> problems = new TreeMap<>();

    /** Whether that form means something else than the one before. One that cannot be read keeps the last good one. */
    boolean put(ConfigKey key, ConfigParser.Parsed parsed) {
        var changed = parsed.problems().isEmpty()
                ? problems.remove(key) != null
                : !parsed.problems().equals(problems.put(key, parsed.problems()));
        for (var object : parsed.objects()) {
            if (!object.equals(objects.get(key))) {
                objects.put(key, object);
                changed = true;
            }
        }
        return changed;
    }

    /** Whether it was there. */
    boolean remove(ConfigKey key) {
        var hadProblems = problems.remove(key) != null;
        return objects.remove(key) != null || hadProblems;
    }

    /** Removes what is not wanted; whether that was anything. */
    boolean removeIf(Predicate<ConfigKey> unwanted) {
        var hadProblems = problems.keySet().removeIf(unwanted);
        return objects.keySet().removeIf(unwanted) || hadProblems;
    }

    /** The objects of a kind, of whatever group, sorted. */
    Stream<ConfigObject> ofKind(String kind) {
        return objects.tailMap(new ConfigKey("", kind, "", ""), true).values().stream()
                .takeWhile(object -> object.key().kind().equals(kind));
    }

    ConfigSnapshot snapshot() {
        return new ConfigSnapshot(objects);
    }

    List<Problem> problems() {
        return problems.values().stream().flatMap(List::stream).toList();
    }
}
