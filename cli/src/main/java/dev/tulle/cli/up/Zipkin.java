package dev.tulle.cli.up;

import dev.tulle.cli.process.ProcessSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where the sidecars send their spans. */
final class Zipkin {
    static final int PORT = 9411;

    private Zipkin() {}

    static ProcessSpec process(Path jar, Installation installation) {
        var command = new ArrayList<>(installation.jvm("256m"));
        // Without these it listens on every address of the machine.
        command.addAll(List.of(
                "-Darmeria.ports[0].ip=127.0.0.1",
                "-Darmeria.ports[0].port=" + PORT,
                "-Darmeria.ports[0].protocols=http",
                "-jar",
                jar.toString()));
        return new ProcessSpec(
                "zipkin",
                command,
                Map.of("QUERY_PORT", Integer.toString(PORT), "STORAGE_TYPE", "mem", "LOGGING_LEVEL_ROOT", "WARN"),
                installation.temporary());
    }
}
