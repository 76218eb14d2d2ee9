package dev.tulle.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tulle.cli.CommandFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says which proxies are connected and whether they have what they shall have. */
@Command(
        name = "proxy-status",
        aliases = "ps",
        mixinStandardHelpOptions = true,
        description = {
            "Show every connected proxy, and for each resource type whether it has what it shall have.",
            "SYNCED: all of it; STALE: something is on its way; NOT SENT: there is nothing of that type for it."
        })
public final class ProxyStatusCommand implements Callable<Integer> {
    @Mixin
    MeshOption mesh = new MeshOption();

    @Mixin
    OutputOption output = new OutputOption();

    @Override
    public Integer call() throws IOException, InterruptedException, CommandFailure {
        try (var asked = mesh.open()) {
            var proxies = asked.proxies();
            if (output.isJson()) {
                OutputOption.print(proxies);
            } else {
                print(proxies);
            }
        }
        return 0;
    }

    private static void print(ArrayNode proxies) {
        var replicas = !proxies.path(0).path("istiod").isMissingNode();
        var titles = new ArrayList<>(List.of("NAME", "TYPE", "CDS", "EDS", "LDS", "RDS", "VHDS", "SDS", "ENVOY"));
        if (replicas) {
            titles.add("ISTIOD");
        }
        var table = new Table(titles.toArray(String[]::new));
        for (var proxy : proxies) {
            var cells = new ArrayList<>(List.of(
                    proxy.path("proxy").asText(), proxy.path("proxy_type").asText()));
            for (var type : List.of("cluster", "endpoint", "listener", "route", "virtual_host", "secret")) {
                cells.add(sync(proxy, type));
            }
            cells.add(proxy.path("proxy_version").asText());
            if (replicas) {
                cells.add(proxy.path("istiod").asText());
            }
            table.row(cells.toArray(String[]::new));
        }
        table.print(System.out);
        proxies.forEach(proxy -> proxy.path("refusals")
                .forEach(refusal -> System.out.println(proxy.path("proxy").asText() + " refused "
                        + refusal.path("type").asText() + " "
                        + refusal.path("name").asText() + ": "
                        + refusal.path("message").asText())));
    }

    /** After a restart of the control plane a proxy may hold everything without that anything was sent. */
    private static String sync(JsonNode proxy, String type) {
        var sent = proxy.path(type + "_sent").asText("");
        var held = proxy.path(type + "_held").asInt(0);
        if (sent.isEmpty() && held == 0) {
            return "NOT SENT";
        }
        var synced = sent.equals(proxy.path(type + "_acked").asText(""))
                && proxy.path(type + "_behind").asInt(0) == 0;
        return synced ? "SYNCED (" + held + ")" : "STALE";
    }
}
