package dev.tulle.cli.documents;

import dev.tulle.cli.manifests.Deployments;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigParser.Parsed;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.config.Problem.Severity;
import dev.tulle.mesh.translate.MissingPods;
import dev.tulle.mesh.translate.Translator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is wrong with documents, seen together with everything that is there already.
 *
 * @param problems of these documents only; sorted
 * @param refused the objects that must not be put; the first of two of one name is not among them
 */
public record Validation(List<Problem> problems, Set<ConfigKey> refused) {
    public Validation {
        problems = problems.stream().sorted().distinct().toList();
        refused = Set.copyOf(refused);
    }

    private static Validation of(Parsed documents, List<Problem> ofObjects) {
        var refused = ofObjects.stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .flatMap(problem -> problem.object().stream())
                .collect(Collectors.toSet());
        return new Validation(
                Stream.concat(documents.problems().stream(), ofObjects.stream()).toList(), refused);
    }

    /** Checks documents as if they stood in place of the existing objects of the same keys, for this machine to run. */
    public static Validation of(Parsed documents, Collection<ConfigObject> existing, String trustDomain) {
        var together = together(documents, existing);
        var problems = new ArrayList<>(translated(together, trustDomain));
        problems.addAll(Deployments.read(together.values()).problems());
        return of(documents, onlyOf(documents, problems));
    }

    /** The same for a cluster, which runs any image. */
    public static Validation ofRules(Parsed documents, Collection<ConfigObject> existing, String trustDomain) {
        return of(documents, onlyOf(documents, translated(together(documents, existing), trustDomain)));
    }

    private static List<Problem> translated(SortedMap<ConfigKey, ConfigObject> together, String trustDomain) {
        return new Translator(trustDomain, MissingPods.MADE_UP)
                .translate(ConfigSnapshot.of(together.values()))
                .problems();
    }

    private static List<Problem> onlyOf(Parsed documents, List<Problem> problems) {
        var keys = documents.objects().stream().map(ConfigObject::key).collect(Collectors.toSet());
        return problems.stream()
                .filter(problem -> problem.object().filter(keys::contains).isPresent())
                .toList();
    }

    private static SortedMap<ConfigKey, ConfigObject> together(Parsed documents, Collection<ConfigObject> existing) {
        var together = new TreeMap<ConfigKey, ConfigObject>();
        existing.forEach(object -> together.put(object.key(), object));
        documents.objects().forEach(object -> together.put(object.key(), object));
        return together;
    }

    /** Whether anything is refused, a document too broken to have a name included, or names what does not exist. */
    public boolean hasFailures() {
        return problems.stream().anyMatch(Problem::isFailure);
    }
}
