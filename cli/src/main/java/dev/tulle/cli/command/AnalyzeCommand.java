package dev.tulle.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tulle.cli.CommandFailure;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Origin;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.config.Problem.Severity;
import dev.tulle.mesh.translate.MissingPods;
import dev.tulle.mesh.validation.Analysis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what in a mesh, or in documents, its owner would not expect. */
@Command(
        name = "analyze",
        mixinStandardHelpOptions = true,
        description = {
            "Look at documents, at a mesh, or at documents as if they were in that mesh, and say what is wrong or surprising:"
                    + " every problem of the rules, and what no single object shows, as a pod from before its namespace's label.",
            "With -f alone no mesh is asked; with -f and --state, --kubeconfig, --context or -i both are seen together.",
            "The ids are Istio's (IST) and Kiali's (KIA) where they mean the same, else Tulle's (TUL).",
            "Exit codes as istioctl's: 0, 79 when a problem has --failure-threshold or more, 65 when a document cannot be read;"
                    + " 1 when the mesh cannot be asked."
        })
public final class AnalyzeCommand implements Callable<Integer> {
    private static final int FOUND = 79;
    private static final int UNREADABLE = 65;

    @Mixin
    MeshOption mesh = new MeshOption();

    @Mixin
    OutputOption output = new OutputOption();

    @Mixin
    DocumentsOption documents = new DocumentsOption();

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "problems in every namespace, which is the default; -n names one")
    boolean allNamespaces;

    @Option(
            names = "--failure-threshold",
            paramLabel = "LEVEL",
            defaultValue = "Error",
            description = "Error, Warning or Info: from which on the command fails (default: ${DEFAULT-VALUE})")
    Level threshold = Level.Error;

    /** As istioctl writes it. */
    public enum Level {
        Error,
        Warning,
        Info
    }

    @Override
    public Integer call() throws IOException, InterruptedException, CommandFailure {
        var parsed = documents.isEmpty()
                ? new ConfigParser.Parsed(List.of(), List.of())
                : documents.read(ConfigParser.DEFAULT_NAMESPACE);
        var online = documents.isEmpty() || mesh.isNamed();
        var objects = new ArrayList<ConfigObject>(online ? live() : List.of());
        objects.addAll(parsed.objects());
        var found = Analysis.of(
                ConfigSnapshot.of(objects), "cluster.local", online ? MissingPods.ABSENT : MissingPods.MADE_UP);
        var problems = Stream.concat(parsed.problems().stream(), found.stream())
                .filter(this::isAskedFor)
                .toList();
        if (output.isJson()) {
            OutputOption.print(json(problems));
        } else {
            print(problems, objects.size());
        }
        if (!parsed.problems().isEmpty()) {
            return UNREADABLE;
        }
        return problems.stream().anyMatch(problem -> level(problem).compareTo(threshold) <= 0) ? FOUND : 0;
    }

    private List<ConfigObject> live() throws IOException, InterruptedException, CommandFailure {
        try (var asked = mesh.open()) {
            return asked.everything();
        }
    }

    /** A document without a name is in every namespace; so is an object of the whole cluster that is that namespace. */
    private boolean isAskedFor(Problem problem) {
        var wanted = documents.namespace.or("");
        return wanted.isEmpty()
                || allNamespaces
                || problem.object()
                        .filter(key -> !key.namespace().equals(wanted)
                                && !(key.kind().equals("Namespace")
                                        && key.name().equals(wanted)))
                        .isEmpty();
    }

    private static Level level(Problem problem) {
        return switch (problem.severity()) {
            case ERROR -> Level.Error;
            case WARNING -> Level.Warning;
            case NOTE -> Level.Info;
        };
    }

    private static void print(List<Problem> problems, int objects) {
        problems.forEach(problem -> System.out.println(line(problem)));
        if (problems.isEmpty()) {
            System.out.println("no problem in " + objects + " objects");
            return;
        }
        System.out.println(problems.size() + " in " + objects + " objects: " + count(problems, Severity.ERROR)
                + " errors, " + count(problems, Severity.WARNING) + " warnings, " + count(problems, Severity.NOTE)
                + " notes");
    }

    private static long count(List<Problem> problems, Severity severity) {
        return problems.stream()
                .filter(problem -> problem.severity() == severity)
                .count();
    }

    /** {@code Warning [IST0103] (Pod a/b) message; effect}. */
    private static String line(Problem problem) {
        var where = problem.object().map(Object::toString).orElse("");
        var file =
                switch (problem.origin()) {
                    case Origin.File known -> (where.isEmpty() ? "" : " ") + known;
                    case Origin.Cluster cluster -> "";
                };
        return level(problem) + (problem.code().isEmpty() ? "" : " [" + problem.code() + "]") + " (" + where + file
                + ") " + message(problem);
    }

    private static String message(Problem problem) {
        return (problem.path().isEmpty() ? "" : problem.path() + ": ")
                + problem.message()
                + (problem.effect().isEmpty() ? "" : "; " + problem.effect());
    }

    /** In the fields of istioctl analyze -o json. */
    private static ArrayNode json(List<Problem> problems) {
        var all = JsonNodeFactory.instance.arrayNode();
        for (var problem : problems) {
            var entry = all.addObject()
                    .put("code", problem.code())
                    .put("documentationUrl", page(problem.code()))
                    .put("level", level(problem).name())
                    .put("message", message(problem));
            problem.object().ifPresent(key -> entry.put("origin", key.toString()));
            entry.put("reference", problem.origin().toString());
        }
        return all;
    }

    private static String page(String code) {
        var pages = Map.of(
                "IST", "https://istio.io/latest/docs/reference/config/analysis/",
                "KIA", "https://kiali.io/docs/features/validations/#");
        return code.length() < 3 || !pages.containsKey(code.substring(0, 3))
                ? ""
                : pages.get(code.substring(0, 3)) + code.toLowerCase(Locale.ROOT);
    }
}
