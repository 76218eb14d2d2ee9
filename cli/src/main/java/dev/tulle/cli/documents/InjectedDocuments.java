package dev.tulle.cli.documents;

import dev.tulle.cli.CommandFailure;
import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigText;
import dev.tulle.mesh.config.UnreadableDocument;
import dev.tulle.mesh.injection.Injection;
import dev.tulle.mesh.injection.InjectionSettings;
import dev.tulle.mesh.injection.Injector;
import dev.tulle.mesh.injection.WorkloadDocuments;
import dev.tulle.mesh.injection.WorkloadDocuments.Outcome;
import dev.tulle.mesh.injection.WorkloadDocuments.PodOutcome;
import dev.tulle.mesh.injection.capture.CaptureRules;
import dev.tulle.mesh.injection.capture.Cidr.Family;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Documents with their proxies, in the order in which they were given.
 *
 * @param documents what there was, of whatever kind
 * @param pods what became of the pods in them
 */
public record InjectedDocuments(List<ConfigNode> documents, List<PodOutcome> pods) {
    /** Who asks for injection by hand wants it in any namespace. */
    private static final Map<String, String> LABELS = Map.of("istio-injection", "enabled");

    public InjectedDocuments {
        documents = List.copyOf(documents);
        pods = List.copyOf(pods);
    }

    /** Injects the documents of files, directories and {@code -}, which is standard input. */
    public static InjectedDocuments of(
            List<String> names, String namespace, InjectionSettings settings, InputStream standardInput)
            throws IOException, CommandFailure {
        var workloads = new WorkloadDocuments(new Injector(settings), any -> LABELS, namespace);
        var outcomes = new ArrayList<Outcome>();
        for (var name : names) {
            if (name.equals("-")) {
                inject("standard input", new String(standardInput.readAllBytes(), StandardCharsets.UTF_8), workloads)
                        .forEach(outcomes::add);
                continue;
            }
            for (var file : UserDocuments.files(name)) {
                outcomes.addAll(inject(file.toString(), Files.readString(file), workloads));
            }
        }
        return new InjectedDocuments(
                outcomes.stream().map(Outcome::document).toList(),
                outcomes.stream().flatMap(outcome -> outcome.pods().stream()).toList());
    }

    private static List<Outcome> inject(String source, String text, WorkloadDocuments workloads) throws CommandFailure {
        try {
            return ConfigText.read(text).stream().map(workloads::inject).toList();
        } catch (UnreadableDocument e) {
            throw new CommandFailure(source + ":" + e.line() + ": " + e.getMessage());
        }
    }

    /** All of them as YAML. */
    public String yaml() {
        return documents.stream().map(YamlText::of).collect(Collectors.joining("---\n"));
    }

    /** The one document as JSON; a List of several. */
    public String json() {
        var texts = documents.stream().map(ConfigText::json).toList();
        return texts.size() == 1
                ? texts.getFirst() + "\n"
                : "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[" + String.join(",", texts) + "]}\n";
    }

    /** What each pod's kernel will redirect, for both back ends and both families. */
    public String rules() {
        var text = new StringBuilder();
        for (var pod : pods) {
            text.append("# ").append(pod.workload());
            switch (pod.injection()) {
                case Injection.Injected(var document, var capture, var notes) ->
                    capture.ifPresentOrElse(
                            spec -> {
                                for (var family : Family.values()) {
                                    text.append("\n# iptables-restore, ").append(family);
                                    text.append('\n').append(CaptureRules.iptables(spec, family));
                                    text.append("# nft -f, ").append(family);
                                    text.append('\n').append(CaptureRules.nftables(spec, family));
                                }
                            },
                            () -> text.append(": nothing is redirected, it is a gateway\n"));
                case Injection.Skipped(var reason) ->
                    text.append(": not injected: ").append(reason).append('\n');
                case Injection.Refused ignored -> text.append(": refused\n");
            }
        }
        return text.toString();
    }
}
