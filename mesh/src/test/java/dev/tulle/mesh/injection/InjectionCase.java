package dev.tulle.mesh.injection;

import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigText;
import dev.tulle.mesh.config.UnreadableDocument;
import dev.tulle.mesh.injection.WorkloadDocuments.Outcome;
import dev.tulle.mesh.injection.WorkloadDocuments.PodOutcome;
import dev.tulle.mesh.injection.capture.CaptureRules;
import dev.tulle.mesh.injection.capture.CaptureSpec;
import dev.tulle.mesh.injection.capture.Cidr.Family;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * One folder: {@code in.yaml}, the documents; {@code settings.yaml}, where the mesh's settings differ from the defaults; {@code
 * namespace.yaml}, the labels of their namespace, where it is not labelled {@code istio-injection: enabled}.
 */
final class InjectionCase {
    private static final Path ROOT = Path.of("src/test/resources/golden/injection");

    private final Path folder;
    private final List<ConfigNode> documents;
    private final WorkloadDocuments injection;

    InjectionCase(Path folder) {
        this.folder = folder;
        this.documents = documents(read("in.yaml"));
        var settings = InjectionSettings.read(read("settings.yaml"));
        if (!settings.problems().isEmpty()) {
            throw new AssertionError(settings.problems().toString());
        }
        var labels = Files.exists(folder.resolve("namespace.yaml"))
                ? Map.copyOf(InjectionSettings.leaves(read("namespace.yaml"), new ArrayList<>()))
                : Map.of(Selection.NAMESPACE_LABEL, "enabled");
        this.injection = new WorkloadDocuments(new Injector(settings.settings()), namespace -> labels, "default");
    }

    static List<Path> folders() {
        try (var files = Files.list(ROOT)) {
            return files.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    List<ConfigNode> documents() {
        return documents;
    }

    List<Outcome> outcomes() {
        return outcomes(documents);
    }

    List<Outcome> outcomes(List<ConfigNode> from) {
        return from.stream().map(injection::inject).toList();
    }

    /** What comes out, by file name. */
    SequencedMap<String, String> output() {
        var outcomes = outcomes();
        var pods = outcomes.stream().flatMap(outcome -> outcome.pods().stream()).toList();
        var files = new LinkedHashMap<String, String>();
        files.put("outcome.txt", pods.stream().map(InjectionCase::words).collect(Collectors.joining()));
        if (pods.stream().anyMatch(pod -> pod.injection() instanceof Injection.Injected)) {
            files.put(
                    "out.json",
                    outcomes.stream()
                            .map(outcome -> PrettyJson.of(outcome.document()) + "\n")
                            .collect(Collectors.joining()));
        }
        pods.stream()
                .map(PodOutcome::injection)
                .filter(Injection.Injected.class::isInstance)
                .flatMap(injected -> ((Injection.Injected) injected).capture().stream())
                .findFirst()
                .ifPresent(capture -> files.put("rules.txt", rules(capture)));
        return files;
    }

    private static String rules(CaptureSpec capture) {
        var text = new StringBuilder();
        for (var family : Family.values()) {
            text.append("# iptables ").append(family).append('\n').append(CaptureRules.iptables(capture, family));
            text.append("# nftables ").append(family).append('\n').append(CaptureRules.nftables(capture, family));
        }
        return text.toString();
    }

    private static String words(PodOutcome pod) {
        return pod.workload() + ": "
                + switch (pod.injection()) {
                    case Injection.Injected(var document, var capture, var notes) ->
                        "injected\n"
                                + notes.stream()
                                        .map(note -> "  note: " + note + "\n")
                                        .collect(Collectors.joining());
                    case Injection.Skipped(var reason) -> "skipped: " + reason + "\n";
                    case Injection.Refused(var problems) ->
                        "refused\n"
                                + problems.stream()
                                        .map(problem -> "  " + problem + "\n")
                                        .collect(Collectors.joining());
                };
    }

    private String read(String name) {
        var file = folder.resolve(name);
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ConfigNode> documents(String text) {
        try {
            return ConfigText.read(text);
        } catch (UnreadableDocument e) {
            throw new AssertionError(e);
        }
    }
}
