package dev.tulle.cli.up;

import dev.tulle.cli.process.ProcessIdentity;
import dev.tulle.cli.process.ProcessSpec;
import dev.tulle.cli.process.ProcessStarter;
import dev.tulle.cli.process.ProcessStop;
import dev.tulle.cli.state.MeshStatus;
import dev.tulle.cli.state.MeshStatus.Phase;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts a supervisor in the background and stays until its mesh has answered, or it has given up. */
final class DetachedUp {
    static final String PROCESS = "supervisor";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final int FAILED = 1;

    private final UpPlan plan;
    private final Summary summary;

    DetachedUp(UpPlan plan, Summary summary) {
        this.plan = plan;
        this.summary = summary;
    }

    /** Starts the program that stays, with these arguments, and waits for it. */
    int run(List<String> arguments) throws IOException, InterruptedException {
        var state = plan.state();
        var running = Preparation.running(state);
        if (running.isPresent()) {
            summary.printRunning(running.get());
            return ForegroundUp.ALREADY_RUNNING;
        }
        var log = state.log(PROCESS);
        Files.deleteIfExists(log);
        Files.createDirectories(plan.installation().temporary());
        var process = new ProcessStarter(state).start(spec(arguments));
        var interrupted = new Thread(() -> stop(process), "stop");
        Runtime.getRuntime().addShutdownHook(interrupted);
        var shown = 0L;
        while (process.isAlive() && !isRunning(process)) {
            shown = show(log, shown);
            Thread.sleep(LOOK_AGAIN);
        }
        show(log, shown);
        Runtime.getRuntime().removeShutdownHook(interrupted);
        return process.isAlive() ? summary() : failed(process, log);
    }

    private ProcessSpec spec(List<String> arguments) {
        var installation = plan.installation();
        var command = new ArrayList<>(installation
                .command("cli", "96m")
                .orElseThrow(() -> new IllegalStateException("no " + installation.jar("cli"))));
        command.addAll(arguments);
        return new ProcessSpec(
                PROCESS, command, Map.of("TULLE_HOME", installation.home().toString()), installation.home());
    }

    private boolean isRunning(Process process) throws IOException {
        return MeshStatus.read(plan.state())
                .filter(status -> status.pid() == process.pid() && status.phase() == Phase.RUNNING)
                .isPresent();
    }

    private int summary() throws IOException {
        var hint = "runs in the background; `tulle down` stops it, logs are in "
                + plan.state().logs();
        MeshStatus.read(plan.state()).ifPresent(status -> summary.print(status, hint));
        return 0;
    }

    private static int failed(Process process, Path log) throws InterruptedException {
        var code = process.waitFor();
        System.err.println("tulle: the mesh did not start (exit code " + code + "); see " + log);
        return code == 0 ? FAILED : code;
    }

    private static void stop(Process process) {
        ProcessIdentity.of(process.pid()).ifPresent(identity -> {
            try {
                ProcessStop.stop(identity, STOP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Copies what has been written to the log since; returns how much has been shown. */
    private long show(Path log, long shown) throws IOException {
        if (!Files.exists(log)) {
            return shown;
        }
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            var length = file.length();
            var unread = new byte[Math.toIntExact(Math.max(0, length - shown))];
            file.seek(shown);
            file.readFully(unread);
            summary.progress().print(new String(unread, StandardCharsets.UTF_8));
            summary.progress().flush();
            return Math.max(shown, length);
        }
    }
}
