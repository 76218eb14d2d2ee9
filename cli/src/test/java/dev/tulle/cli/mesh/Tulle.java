package dev.tulle.cli.mesh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the command {@code cli/tulle} of this repository on a state directory of the test's own. */
final class Tulle {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Path repository;
    private final Path state;

    Tulle(Path repository, Path state) {
        this.repository = repository;
        this.state = state;
    }

    /** What a command printed and how it ended. */
    record Result(int exitCode, String output) {}

    /** The repository's root: the nearest parent that has the script. */
    static Path repository() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve("cli/tulle"))) {
                return folder;
            }
        }
        throw new IllegalStateException(
                "cli/tulle not found above " + Path.of("").toAbsolutePath());
    }

    /** Runs {@code tulle COMMAND... --state STATE} to its end, at most three minutes. */
    Result run(String... command) {
        return run(Map.of(), command);
    }

    /** The same with further environment variables. */
    Result run(Map<String, String> environment, String... command) {
        var line = new ArrayList<>(List.of(repository.resolve("cli/tulle").toString()));
        line.addAll(List.of(command));
        line.addAll(List.of("--state", state.toString()));
        return execute(line, environment);
    }

    /** Runs any program in the repository's root. */
    Result execute(List<String> line, Map<String, String> environment) {
        try {
            var output = Files.createTempFile("tulle-it", ".log");
            var builder = new ProcessBuilder(line)
                    .directory(repository.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(line + " did not end in " + LIMIT + ": " + Files.readString(output));
            }
            var text = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            return new Result(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Path state() {
        return state;
    }
}
