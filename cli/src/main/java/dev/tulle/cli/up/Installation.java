package dev.tulle.cli.up;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where this repository's own programs are, and how each is run.
 *
 * @param home the repository's root
 * @param java the launcher that runs what is not native
 * @param flavour what to run where both were built
 * @param temporary where programs put their temporary files
 */
record Installation(Path home, Path java, Flavour flavour, Path temporary) {
    /** How a program was built. */
    enum Flavour {
        JVM,
        /** The native binary where there is one, else the jar. */
        NATIVE
    }

    /** The command that runs a module; empty where it was not built. */
    Optional<List<String>> command(String module, String heap) {
        var target = home.resolve(module).resolve("target");
        if (flavour == Flavour.NATIVE) {
            var runner = runner(target);
            if (runner.isPresent()) {
                return Optional.of(List.of(runner.get().toString(), "-Xmx" + heap, temporaryFiles()));
            }
        }
        var jar = jar(module);
        if (!Files.isRegularFile(jar)) {
            return Optional.empty();
        }
        var command = new ArrayList<>(jvm(heap));
        var cache = jar.resolveSibling("app.aot");
        if (Files.isRegularFile(cache)) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(List.of("-jar", jar.toString()));
        return Optional.of(List.copyOf(command));
    }

    /** Flags of a JVM that starts fast and stays small; what it writes goes to the mesh's own temporary directory. */
    List<String> jvm(String heap) {
        return List.of(
                java.toString(),
                "-Xmx" + heap,
                "-Xss512k",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                temporaryFiles());
    }

    Path jar(String module) {
        return home.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    }

    private String temporaryFiles() {
        return "-Djava.io.tmpdir=" + temporary;
    }

    private static Optional<Path> runner(Path target) {
        if (!Files.isDirectory(target)) {
            return Optional.empty();
        }
        try (var files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().endsWith("-runner"))
                    .filter(Files::isExecutable)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + target, e);
        }
    }
}
