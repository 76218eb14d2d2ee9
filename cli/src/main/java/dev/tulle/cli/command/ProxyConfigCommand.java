package dev.tulle.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tulle.cli.CommandFailure;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the configuration that a proxy works by. */
@Command(
        name = "proxy-config",
        aliases = "pc",
        mixinStandardHelpOptions = true,
        description =
                "Show what a proxy's Envoy works by at this moment, as its admin port says. Secrets are redacted.")
public final class ProxyConfigCommand implements Callable<Integer> {
    @Mixin
    MeshOption mesh = new MeshOption();

    @Mixin
    OutputOption output = new OutputOption();

    @Parameters(
            index = "0",
            paramLabel = "TYPE",
            description = "listeners, routes, clusters, endpoints, secrets or all")
    Section section = Section.all;

    @Parameters(index = "1", paramLabel = "PROXY", description = "WORKLOAD.NAMESPACE or POD.NAMESPACE")
    String proxy = "";

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "look for the proxy in this namespace only")
    Optional<String> namespace = Optional.empty();

    /** As it is written on the command line. */
    public enum Section {
        listeners,
        routes,
        clusters,
        endpoints,
        secrets,
        all
    }

    @Override
    public Integer call() throws IOException, InterruptedException, CommandFailure {
        try (var asked = mesh.open()) {
            var admin = asked.proxy(proxy, namespace);
            print(new ProxyConfig(admin.configDump(), admin.clusters()));
        }
        return 0;
    }

    private void print(ProxyConfig dump) {
        if (!output.isJson()) {
            dump.tables(section).forEach(table -> {
                table.print(System.out);
                System.out.println();
            });
            return;
        }
        if (section != Section.all) {
            OutputOption.print(dump.json(section));
            return;
        }
        var all = JsonNodeFactory.instance.objectNode();
        for (var each : Section.values()) {
            if (each != Section.all) {
                all.set(each.name(), dump.json(each));
            }
        }
        OutputOption.print(all);
    }
}
