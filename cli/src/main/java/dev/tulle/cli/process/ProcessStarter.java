package dev.tulle.cli.process;

import dev.tulle.cli.state.StateDirectory;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts processes that record themselves. Each one leads a session of its own, so that Ctrl-C at the terminal reaches only the
 * supervisor, which then stops the others in order.
 */
public final class ProcessStarter {
    /** In the environment of every process of a mesh: the absolute path of its state directory. */
    public static final String MARK = "TULLE_STATE";

    /** Writes the record, then becomes the program: same pid, same start time. $1 is the record, $2 the name. */
    private static final String RECORD_THEN_EXEC = """
        record=$1 name=$2
        shift 2
        start_of() { start=${20}; }
        read -r stat </proc/$$/stat
        start_of ${stat##*) }
        printf '{"name":"%s","pid":%s,"start":%s}\\n' "$name" $$ "$start" >"$record" || exit 126
        exec "$@"
        """;

    private final StateDirectory state;

    public ProcessStarter(StateDirectory state) {
        this.state = state;
    }

    /** Starts it; its output goes to the end of its log. */
    public Process start(ProcessSpec spec) throws IOException {
        Files.createDirectories(state.processes());
        Files.createDirectories(state.logs());
        var command = new ArrayList<>(List.of("setsid", "sh", "-c", RECORD_THEN_EXEC, "tulle"));
        command.add(record(spec).toString());
        command.add(spec.name());
        command.addAll(spec.command());
        var builder = new ProcessBuilder(command)
                .directory(spec.directory().toFile())
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(state.log(spec.name()).toFile()));
        builder.environment().putAll(spec.environment());
        builder.environment().put(MARK, state.toString());
        return builder.start();
    }

    /** Forgets a process that has ended. */
    public void forget(ProcessSpec spec) throws IOException {
        Files.deleteIfExists(record(spec).toPath());
    }

    private File record(ProcessSpec spec) {
        return state.processes().resolve(spec.name() + ".json").toFile();
    }
}
