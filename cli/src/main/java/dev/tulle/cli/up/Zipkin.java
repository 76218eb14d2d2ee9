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
        command.addAll(List.of("-jar", jar.toString()));
        return new ProcessSpec(
                "zipkin",
                command,
                Map.of(
                        "QUERY_PORT", Integer.toString(PORT),
                        "SERVER_ADDRESS", "127.0.0.1",
                        "ARMERIA_OPTS", "",
                        "LOGGING_LEVEL_ROOT", "WARN"),
                installation.temporary());
    }
}
