package dev.tulle.cli.command;

import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.documents.InjectedDocuments;
import dev.tulle.cli.documents.InjectionConfig;
import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.injection.Injection;
import dev.tulle.mesh.injection.InjectionSettings;
import dev.tulle.mesh.injection.WorkloadDocuments.PodOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    private static final String SETTINGS = "istio-sidecar-injector";

    @Mixin
    DocumentsOption documents = new DocumentsOption();

    @Option(
            names = "--injectConfigFile",
            paramLabel = "FILE",
            description = "the mesh's settings: the ConfigMap istio-sidecar-injector, or the value of its key config"
                    + " (default: that of the cluster, else the built-in ones)")
    Optional<Path> injectConfigFile = Optional.empty();

    @Mixin
    ClusterOption cluster = new ClusterOption();

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
    public Integer call() throws IOException, InterruptedException, CommandFailure {
        documents.require();
        var settings = settings();
        var injected = InjectedDocuments.of(
                documents.files, documents.namespace.or(ConfigParser.DEFAULT_NAMESPACE), settings, System.in);
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

    /** A cluster that was not named is asked too, but needs not answer. */
    private InjectionSettings settings() throws IOException, InterruptedException, CommandFailure {
        if (injectConfigFile.isPresent() || !(cluster.isNamed() || cluster.isThere())) {
            return InjectionConfig.read(injectConfigFile);
        }
        try {
            return ofCluster();
        } catch (CommandFailure e) {
            if (cluster.isNamed()) {
                throw e;
            }
            System.err.println("note: the built-in settings, since " + e.getMessage());
            return InjectionSettings.defaults();
        }
    }

    private InjectionSettings ofCluster() throws IOException, InterruptedException, CommandFailure {
        try (var mesh = cluster.open()) {
            var namespaceOfSettings = cluster.istioNamespace();
            var map = mesh.find("configmaps", Optional.of(SETTINGS), Optional.of(namespaceOfSettings)).stream()
                    .findFirst()
                    .orElseThrow(() ->
                            new CommandFailure("the cluster has no ConfigMap " + namespaceOfSettings + "/" + SETTINGS));
            return InjectionConfig.parse("ConfigMap " + namespaceOfSettings + "/" + SETTINGS, map.json());
        }
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
