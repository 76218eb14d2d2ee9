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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is wrong with documents, seen together with everything that is there already.
 *
 * @param problems of these documents only; sorted
 */
public record Validation(List<Problem> problems) {
    public Validation {
        problems = problems.stream().sorted().distinct().toList();
    }

    /** Checks documents as if they stood in place of the existing objects of the same keys, for this machine to run. */
    public static Validation of(Parsed documents, Collection<ConfigObject> existing, String trustDomain) {
        var translated = ofRules(documents, existing, trustDomain);
        var keys = documents.objects().stream().map(ConfigObject::key).collect(Collectors.toSet());
        var together = together(documents, existing);
        var problems = new ArrayList<>(translated.problems());
        Deployments.read(together.values()).problems().stream()
                .filter(problem -> problem.object().filter(keys::contains).isPresent())
                .forEach(problems::add);
        return new Validation(problems);
    }

    /** The same for a cluster, which runs any image. */
    public static Validation ofRules(Parsed documents, Collection<ConfigObject> existing, String trustDomain) {
        var together = together(documents, existing);
        var keys = documents.objects().stream().map(ConfigObject::key).collect(Collectors.toSet());
        var problems = new ArrayList<>(documents.problems());
        new Translator(trustDomain, MissingPods.MADE_UP)
                .translate(ConfigSnapshot.of(together.values())).problems().stream()
                        .filter(problem ->
                                problem.object().filter(keys::contains).isPresent())
                        .forEach(problems::add);
        return new Validation(problems);
    }

    private static SortedMap<ConfigKey, ConfigObject> together(Parsed documents, Collection<ConfigObject> existing) {
        var together = new TreeMap<ConfigKey, ConfigObject>();
        existing.forEach(object -> together.put(object.key(), object));
        documents.objects().forEach(object -> together.put(object.key(), object));
        return together;
    }

    /** The objects that are refused. */
    public Set<ConfigKey> refused() {
        return problems.stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .map(Problem::object)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Whether anything is refused, a document too broken to have a name included, or names what does not exist. */
    public boolean hasFailures() {
        return problems.stream().anyMatch(Problem::isFailure);
    }
}
