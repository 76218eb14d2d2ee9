package dev.tulle.cli.command;

import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.documents.InjectedDocuments;
import dev.tulle.cli.documents.InjectionConfig;
import dev.tulle.mesh.injection.Injection;
import dev.tulle.mesh.injection.WorkloadDocuments.PodOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Puts proxies into manifests, where no webhook does. */
@Command(
        name = "kube-inject",
        mixinStandardHelpOptions = true,
        description = {
            "Print documents with the proxy in every pod and every workload's template of one, as the webhook would put it"
                    + " there: tulle kube-inject -f app.yaml | kubectl apply -f -",
            "Other documents are printed as they are. A pod that opts out, or has its proxy, stays as it is; the reason is"
                    + " told on standard error.",
            "Exit code 1, and nothing printed, when an annotation must be corrected first."
        })
public final class KubeInjectCommand implements Callable<Integer> {
    @Option(
            names = {"-f", "--filename"},
            required = true,
            arity = "1..*",
            paramLabel = "FILE|DIR|-",
            description = "YAML or JSON documents")
    List<String> files = List.of();

    @Option(
            names = {"-n", "--namespace"},
            defaultValue = "default",
            paramLabel = "NAMESPACE",
            description = "of objects that name none (default: ${DEFAULT-VALUE})")
    String namespace = "default";

    @Option(
            names = "--injectConfigFile",
            paramLabel = "FILE",
            description = "the mesh's settings: the ConfigMap istio-sidecar-injector, or the value of its key config"
                    + " (default: the built-in ones)")
    Optional<Path> injectConfigFile = Optional.empty();

    @Option(
            names = "--dry-run-rules",
            description = "print what each pod's kernel would redirect, instead of the documents")
    boolean dryRunRules;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "yaml",
            description = "yaml or json (default: ${DEFAULT-VALUE})")
    Format format = Format.yaml;

    /** As it is written on the command line. */
    public enum Format {
        yaml,
        json
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        var settings = InjectionConfig.read(injectConfigFile);
        var injected = InjectedDocuments.of(files, namespace, settings, System.in);
        var refused = false;
        for (var pod : injected.pods()) {
            refused |= report(pod);
        }
        if (refused) {
            return 1;
        }
        System.out.print(
                dryRunRules
                        ? injected.rules()
                        : switch (format) {
                            case yaml -> injected.yaml();
                            case json -> injected.json();
                        });
        return 0;
    }

    /** Whether it is refused. */
    private static boolean report(PodOutcome pod) {
        return switch (pod.injection()) {
            case Injection.Injected(var document, var capture, var notes) -> {
                notes.forEach(note -> System.err.println("note: " + pod.workload() + ": " + note));
                yield false;
            }
            case Injection.Skipped(var reason) -> {
                System.err.println("note: " + pod.workload() + " is not injected: " + reason);
                yield false;
            }
            case Injection.Refused(var problems) -> {
                problems.forEach(problem -> System.err.println("error: " + pod.workload() + ": " + problem));
                yield true;
            }
        };
    }
}
