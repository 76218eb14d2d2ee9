package dev.tulle.cli.command;

import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.client.Mesh;
import dev.tulle.cli.client.Receipt;
import dev.tulle.mesh.config.ConfigObject;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Waits until the proxies have an object. */
@Command(
        name = "wait",
        mixinStandardHelpOptions = true,
        description =
                "Wait until every proxy that an object affects has its present form. Exit code 1 when one has not.")
public final class WaitCommand implements Callable<Integer> {
    @Mixin
    MeshOption mesh = new MeshOption();

    @Mixin
    OutputOption output = new OutputOption();

    @Parameters(index = "0", paramLabel = "KIND")
    String kind = "";

    @Parameters(index = "1", paramLabel = "NAME")
    String name = "";

    @Mixin
    NamespaceOption namespace = new NamespaceOption();

    @Mixin
    TimeoutOption timeout = new TimeoutOption();

    @Override
    public Integer call() throws IOException, InterruptedException, CommandFailure {
        try (var asked = mesh.open()) {
            var receipt = asked.receiptOf(find(asked), timeout.deadline());
            if (output.isJson()) {
                OutputOption.print(receipt.json());
            } else {
                ApplyCommand.print(receipt, "");
            }
            return receipt.reach().state() == Receipt.State.LIVE ? 0 : 1;
        }
    }

    private ConfigObject find(Mesh asked) throws IOException, InterruptedException, CommandFailure {
        var inNamespace = namespace.or(asked.defaultNamespace());
        return asked.find(kind, Optional.of(name), Optional.of(inNamespace)).stream()
                .findFirst()
                .orElseThrow(() -> new CommandFailure("no " + kind + " " + inNamespace + "/" + name));
    }
}
