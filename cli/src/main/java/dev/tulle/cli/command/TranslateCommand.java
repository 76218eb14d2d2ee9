package dev.tulle.cli.command;

import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.client.ProxyNames;
import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.translate.MissingPods;
import dev.tulle.mesh.translate.Translator;
import dev.tulle.mesh.xds.MeshResources;
import dev.tulle.mesh.xds.ResourceJson;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what a proxy would get, without any server. */
@Command(
        name = "translate",
        mixinStandardHelpOptions = true,
        description = {
            "Print what the Envoy of one workload would get from these documents, as proto3 JSON: listeners, routes, clusters,"
                    + " endpoints, secrets and the problems of the documents. No server is asked.",
            "Endpoints come from Pod, EndpointSlice or WorkloadEntry documents, else from made-up stable addresses.",
            "Exit code 1 when a document has an error or the workload is in none of them."
        })
public final class TranslateCommand implements Callable<Integer> {
    @Mixin
    DocumentsOption documentsOption = new DocumentsOption();

    @Option(
            names = "--proxy",
            required = true,
            paramLabel = "WORKLOAD.NAMESPACE",
            description = "whose Envoy: a Deployment or a pod")
    String proxy = "";

    @Option(
            names = "--trust-domain",
            defaultValue = "cluster.local",
            paramLabel = "DOMAIN",
            description = "of every SPIFFE ID (default: ${DEFAULT-VALUE})")
    String trustDomain = "cluster.local";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "json",
            description = "json, the only one")
    Format format = Format.json;

    /** As it is written on the command line. */
    public enum Format {
        json
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        var documents = documentsOption.read(ConfigParser.DEFAULT_NAMESPACE);
        var translation =
                new Translator(trustDomain, MissingPods.MADE_UP).translate(ConfigSnapshot.of(documents.objects()));
        var problems = Stream.concat(documents.problems().stream(), translation.problems().stream())
                .sorted()
                .toList();
        Problems.print(problems, System.err);
        var workload = ProxyNames.find(translation.model().workloads().values(), proxy);
        var resources = MeshResources.build(translation.model()).forProxy(workload.key());
        System.out.print(new ResourceJson().document(resources, problems));
        return problems.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR) ? 1 : 0;
    }
}
