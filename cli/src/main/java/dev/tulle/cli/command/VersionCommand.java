package dev.tulle.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.Version;
import dev.tulle.cli.client.RunningMesh;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says which program this is, and which control plane runs. */
@Command(
        name = "version",
        mixinStandardHelpOptions = true,
        description = "Print the version of this program and of the control plane that runs.")
public final class VersionCommand implements Callable<Integer> {
    @Mixin
    StateOption state = new StateOption();

    @Mixin
    OutputOption output = new OutputOption();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var controlPlane = controlPlane();
        if (output.isJson()) {
            var json = JsonNodeFactory.instance.objectNode().put("client", Version.NUMBER);
            controlPlane.ifPresent(version -> json.put("control_plane", version));
            OutputOption.print(json);
        } else {
            System.out.println("client: " + Version.NUMBER);
            System.out.println("control plane: " + controlPlane.orElse("none runs"));
        }
        return 0;
    }

    private Optional<String> controlPlane() throws IOException, InterruptedException {
        try {
            return Optional.of(RunningMesh.find(state.directory())
                    .controlPlane("/version")
                    .path("version")
                    .asText());
        } catch (CommandFailure e) {
            return Optional.empty();
        }
    }
}
