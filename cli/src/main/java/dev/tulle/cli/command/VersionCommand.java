package dev.tulle.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.Version;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says which program this is, and which control plane runs. */
@Command(
        name = "version",
        mixinStandardHelpOptions = true,
        description = "Print the version of this program and of the control plane that runs.")
public final class VersionCommand implements Callable<Integer> {
    @Mixin
    MeshOption mesh = new MeshOption();

    @Mixin
    OutputOption output = new OutputOption();

    @Option(names = "--client", description = "ask no control plane")
    boolean clientOnly;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var controlPlane = controlPlane();
        if (output.isJson()) {
            var json = JsonNodeFactory.instance.objectNode().put("client", Version.NUMBER);
            controlPlane.ifPresent(version -> json.put("control_plane", version));
            OutputOption.print(json);
        } else {
            System.out.println("client: " + Version.NUMBER);
            if (!clientOnly) {
                System.out.println("control plane: " + controlPlane.orElse("none runs"));
            }
        }
        return 0;
    }

    /** No control plane is no failure; why there is none is said. */
    private Optional<String> controlPlane() throws IOException, InterruptedException {
        if (clientOnly) {
            return Optional.empty();
        }
        try (var asked = mesh.open()) {
            return Optional.of(asked.version());
        } catch (CommandFailure e) {
            System.err.println("tulle: " + e.getMessage());
            return Optional.empty();
        }
    }
}
