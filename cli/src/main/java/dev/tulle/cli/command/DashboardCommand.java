package dev.tulle.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.client.Mesh;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says where the pages of a running mesh are. */
@Command(
        name = "dashboard",
        mixinStandardHelpOptions = true,
        description = {
            "Print the addresses of a running mesh, or open one of them in the browser.",
            "In a cluster a page is reached by a port-forward, which lasts until Ctrl-C."
        })
public final class DashboardCommand implements Callable<Integer> {
    @Mixin
    MeshOption mesh = new MeshOption();

    @Mixin
    OutputOption output = new OutputOption();

    @Parameters(
            arity = "0..2",
            paramLabel = "PART",
            description = {
                "local: console (or kiali), prometheus, zipkin, gateway, control-plane, or a proxy's name",
                "cluster: prometheus, zipkin, grafana, kiali, controlplane, or envoy PROXY"
            })
    List<String> part = List.of();

    @Option(
            names = {"-p", "--port"},
            defaultValue = "0",
            paramLabel = "PORT",
            description = "of this machine, for a cluster's page (default: any free one)")
    int port;

    @Option(names = "--open", description = "open it with xdg-open")
    boolean open;

    @Override
    public Integer call() throws IOException, InterruptedException, CommandFailure {
        try (var asked = mesh.open()) {
            return part.isEmpty() ? list(asked) : show(asked.page(name(), port));
        }
    }

    /** {@code envoy PROXY} is the same as the proxy's name. */
    private String name() {
        return part.getLast();
    }

    private int list(Mesh asked) throws IOException, InterruptedException, CommandFailure {
        var addresses = asked.pages();
        if (output.isJson()) {
            var json = JsonNodeFactory.instance.arrayNode();
            addresses.forEach(
                    address -> json.addObject().put("part", address.part()).put("url", address.url()));
            OutputOption.print(json);
        } else {
            var table = new Table("PART", "ADDRESS");
            addresses.forEach(address -> table.row(address.part(), address.url()));
            table.print(System.out);
        }
        return open ? open(addresses.getFirst().url()) : 0;
    }

    private int show(Mesh.Page page) throws InterruptedException, CommandFailure {
        if (output.isJson()) {
            OutputOption.print(JsonNodeFactory.instance.objectNode().put("url", page.url()));
        } else {
            System.out.println(page.url());
        }
        System.out.flush();
        var opened = open ? open(page.url()) : 0;
        return switch (page.lifetime()) {
            case MESH -> opened;
            case COMMAND -> untilInterrupted();
        };
    }

    /** The port-forward lives in this process: Ctrl-C ends both. */
    private static int untilInterrupted() throws InterruptedException {
        System.err.println("tulle: forwarding until Ctrl-C");
        new CountDownLatch(1).await();
        return 0;
    }

    private static int open(String url) throws InterruptedException, CommandFailure {
        try {
            return new ProcessBuilder("xdg-open", url).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new CommandFailure("cannot run xdg-open; open " + url + " yourself");
        }
    }
}
