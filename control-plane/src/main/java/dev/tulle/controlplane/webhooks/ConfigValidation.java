package dev.tulle.controlplane.webhooks;

import dev.tulle.controlplane.webhooks.AdmissionAnswer.Allowed;
import dev.tulle.controlplane.webhooks.AdmissionAnswer.Denied;
import dev.tulle.mesh.config.ConfigNode.Field;
import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.config.ConfigNode.Text;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Origin;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.config.Problem.Severity;
import dev.tulle.mesh.translate.Translator;
import io.vertx.core.json.JsonArray;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Answers for configuration: what the mesh would refuse is denied; what would be in force and not do what its author expects is
 * let in with warnings.
 */
final class ConfigValidation implements Review {
    /** The API server cuts longer ones. */
    private static final int LONGEST_WARNING = 250;

    private static final int MOST_WARNINGS = 10;

    private final Translator translator;
    private final Supplier<ConfigSnapshot> snapshot;

    /** @param snapshot all other objects, as they are now */
    ConfigValidation(String trustDomain, Supplier<ConfigSnapshot> snapshot) {
        this.translator = new Translator(trustDomain);
        this.snapshot = snapshot;
    }

    /** One at a time: the translator keeps what did not change since the last one. */
    @Override
    public synchronized AdmissionAnswer answer(AdmissionRequest request) {
        return request.object()
                .filter(object -> !isLeaving(object))
                .map(object -> validate(object, request))
                .orElseGet(AdmissionAnswer::unchanged);
    }

    private AdmissionAnswer validate(Mapping document, AdmissionRequest request) {
        var parsed = ConfigParser.parse(
                new Origin.Cluster(request.namespace(), text(metadata(document), "name")), named(document));
        if (!parsed.problems().isEmpty()) {
            return new Denied(words(parsed.problems()));
        }
        if (parsed.objects().isEmpty()) {
            return AdmissionAnswer.unchanged();
        }
        var object = parsed.objects().getFirst();
        var errors = translator.check(object).stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .toList();
        if (errors.isEmpty()) {
            return new Allowed(new JsonArray(), warnings(together(object)));
        }
        // Labels of an object that was let in before there was a webhook must stay changeable.
        return isSpecUnchanged(document, request)
                ? new Allowed(new JsonArray(), warnings(errors))
                : new Denied(words(errors));
    }

    private List<Problem> together(ConfigObject object) {
        var all = new TreeMap<>(snapshot.get().objects());
        all.put(object.key(), object);
        return translator.translate(new ConfigSnapshot(all)).problems().stream()
                .filter(problem -> problem.object().filter(object.key()::equals).isPresent())
                .toList();
    }

    private static boolean isSpecUnchanged(Mapping document, AdmissionRequest request) {
        return request.before()
                .filter(before -> Objects.equals(
                        before.fields().get("spec"), document.fields().get("spec")))
                .isPresent();
    }

    private static boolean isLeaving(Mapping document) {
        return !text(metadata(document), "deletionTimestamp").isEmpty();
    }

    /** A name that the API server will only make is as good as any. */
    private static Mapping named(Mapping document) {
        var metadata = metadata(document);
        if (!text(metadata, "name").isEmpty()) {
            return document;
        }
        var named = new LinkedHashMap<>(metadata.fields());
        named.put("name", new Field(new Text(text(metadata, "generateName") + "x", 0), 0));
        var outer = new LinkedHashMap<>(document.fields());
        outer.put("metadata", new Field(new Mapping(named, 0), 0));
        return new Mapping(outer, document.line());
    }

    private static Mapping metadata(Mapping document) {
        return document.fields().get("metadata") instanceof Field(Mapping metadata, var line)
                ? metadata
                : new Mapping(new LinkedHashMap<>(), 0);
    }

    private static String text(Mapping from, String name) {
        return from.fields().get(name) instanceof Field(Text(var text, var ignored), var line) ? text : "";
    }

    private static String words(Collection<Problem> problems) {
        return problems.stream().sorted().map(ConfigValidation::words).collect(Collectors.joining("\n"));
    }

    private static String words(Problem problem) {
        return (problem.path().isEmpty() ? "" : problem.path() + ": ") + problem.message();
    }

    private static List<String> warnings(Collection<Problem> problems) {
        return problems.stream()
                .sorted()
                .map(problem -> words(problem) + (problem.effect().isEmpty() ? "" : "; " + problem.effect()))
                .map(text -> text.length() > LONGEST_WARNING ? text.substring(0, LONGEST_WARNING) + "…" : text)
                .distinct()
                .limit(MOST_WARNINGS)
                .toList();
    }
}
