package dev.tulle.cli.command;

import dev.tulle.cli.process.ProcessIdentity;
import dev.tulle.cli.process.ProcessRecords;
import dev.tulle.cli.process.ProcessStop;
import dev.tulle.cli.process.RecordedProcess;
import dev.tulle.cli.state.MeshStatus;
import dev.tulle.cli.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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

    @Override
    public Integer call() throws IOException, InterruptedException {
        var directory = state.directory();
        var stopped = stop(directory);
        System.out.println(stopped);
        return 0;
    }

    /** Stops all of it and removes what it wrote, the logs aside; says what there was. */
    public static String stop(StateDirectory directory) throws IOException, InterruptedException {
        if (!Files.isDirectory(directory.root())) {
            return "nothing runs: there is no " + directory;
        }
        var supervised = stopSupervisor(directory);
        var left = new ProcessStop(new ProcessRecords(directory)).stopAll(GRACE);
        directory.clear();
        if (!left.isEmpty()) {
            return "stopped: "
                    + left.stream().map(RecordedProcess::name).sorted().collect(Collectors.joining(", "));
        }
        return supervised ? "stopped" : "nothing ran in " + directory;
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
