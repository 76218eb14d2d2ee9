package dev.tulle.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tulle.cli.process.ProcessIdentity;
import dev.tulle.cli.process.ProcessRecords;
import dev.tulle.cli.process.ProcessStop;
import dev.tulle.cli.process.RecordedProcess;
import dev.tulle.cli.state.MeshStatus;
import dev.tulle.cli.state.StateDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops a mesh, whatever state its supervisor is in. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = {
            "Stop everything that `tulle up` started, also after its supervisor was killed.",
            "No process, port or temporary file is left. The logs stay in logs/ of the state directory until the next"
                    + " `tulle up`."
        })
public final class DownCommand implements Callable<Integer> {
    private static final Duration SUPERVISOR_GRACE = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(10);

    @Mixin
    StateOption state = new StateOption();

    @Mixin
    OutputOption output = new OutputOption();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var directory = state.directory();
        var supervised = stopSupervisor(directory);
        var left = new ProcessStop(new ProcessRecords(directory))
                .stopAll(GRACE).stream().map(RecordedProcess::name).sorted().toList();
        directory.clear();
        if (output.isJson()) {
            var json = JsonNodeFactory.instance.objectNode().put("supervisor", supervised);
            left.forEach(json.putArray("left_behind")::add);
            OutputOption.print(json);
        } else if (!left.isEmpty()) {
            System.out.println("stopped what a killed supervisor had left: " + String.join(", ", left));
        } else {
            System.out.println(supervised ? "stopped" : "nothing ran in " + directory);
        }
        return 0;
    }

    private static boolean stopSupervisor(StateDirectory directory) throws IOException, InterruptedException {
        var status = MeshStatus.read(directory);
        if (status.isEmpty()) {
            return false;
        }
        var supervisor = new ProcessIdentity(status.get().pid(), status.get().start());
        if (!supervisor.isAlive()) {
            return false;
        }
        ProcessStop.stop(supervisor, SUPERVISOR_GRACE);
        return true;
    }
}
