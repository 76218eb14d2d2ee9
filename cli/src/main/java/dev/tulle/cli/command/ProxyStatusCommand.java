package dev.tulle.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.client.RunningMesh;
import java.io.IOException;
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
    StateOption state = new StateOption();

    @Mixin
    OutputOption output = new OutputOption();

    @Override
    public Integer call() throws IOException, InterruptedException, CommandFailure {
        var proxies = RunningMesh.find(state.directory()).controlPlane("/debug/syncz");
        if (output.isJson()) {
            OutputOption.print(proxies);
            return 0;
        }
        var table = new Table("NAME", "TYPE", "CDS", "EDS", "LDS", "RDS", "VHDS", "SDS", "ENVOY");
        proxies.forEach(proxy -> table.row(
                proxy.path("proxy").asText(),
                proxy.path("proxy_type").asText(),
                sync(proxy, "cluster"),
                sync(proxy, "endpoint"),
                sync(proxy, "listener"),
                sync(proxy, "route"),
                sync(proxy, "virtual_host"),
                sync(proxy, "secret"),
                proxy.path("proxy_version").asText()));
        table.print(System.out);
        proxies.forEach(proxy -> proxy.path("refusals")
                .forEach(refusal -> System.out.println(proxy.path("proxy").asText() + " refused "
                        + refusal.path("type").asText() + " "
                        + refusal.path("name").asText() + ": "
                        + refusal.path("message").asText())));
        return 0;
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
