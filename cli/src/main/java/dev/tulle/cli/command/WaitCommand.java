package dev.tulle.cli.command;

import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.client.Receipt;
import dev.tulle.cli.client.RunningMesh;
import dev.tulle.cli.documents.ConfigStore;
import dev.tulle.cli.documents.KindNames;
import dev.tulle.mesh.config.ConfigObject;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Waits until the proxies have an object. */
@Command(
        name = "wait",
        mixinStandardHelpOptions = true,
        description =
                "Wait until every proxy that an object affects has its present form. Exit code 1 when one has not.")
public final class WaitCommand implements Callable<Integer> {
    @Mixin
    StateOption state = new StateOption();

    @Mixin
    OutputOption output = new OutputOption();

    @Parameters(index = "0", paramLabel = "KIND")
    String kind = "";

    @Parameters(index = "1", paramLabel = "NAME")
    String name = "";

    @Option(
            names = {"-n", "--namespace"},
            defaultValue = "default",
            paramLabel = "NAMESPACE",
            description = "of the object (default: ${DEFAULT-VALUE})")
    String namespace = "default";

    @Option(
            names = "--timeout",
            defaultValue = "30",
            paramLabel = "SECONDS",
            description = "how long to wait (default: ${DEFAULT-VALUE})")
    int timeoutSeconds;

    @Override
    public Integer call() throws IOException, InterruptedException, CommandFailure {
        var mesh = RunningMesh.find(state.directory());
        var object = find(mesh);
        var receipt = mesh.receiptOf(
                object, System.nanoTime() + Duration.ofSeconds(timeoutSeconds).toNanos());
        if (output.isJson()) {
            OutputOption.print(receipt.json());
        } else {
            ApplyCommand.print(receipt, "");
        }
        return receipt.reach().state() == Receipt.State.LIVE ? 0 : 1;
    }

    private ConfigObject find(RunningMesh mesh) throws IOException, CommandFailure {
        return ConfigStore.open(mesh.state()).objects().values().stream()
                .filter(object -> KindNames.matches(kind, object.key())
                        && object.key().name().equals(name)
                        && (object.key().namespace().isEmpty()
                                || object.key().namespace().equals(namespace)))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("no " + kind + " " + namespace + "/" + name));
    }
}
