package dev.tulle.cli.command;

import dev.tulle.cli.state.StateDirectory;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which mesh a command means. */
public final class StateOption {
    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "the mesh's state directory (default: .tulle of this directory or one above it)")
    Optional<Path> state = Optional.empty();

    boolean isNamed() {
        return state.isPresent();
    }

    /** The directory that was named, else the nearest one, else the repository's own. */
    public StateDirectory directory() {
        return state.map(StateDirectory::new)
                .or(() -> StateDirectory.above(Path.of("")))
                .orElseGet(() -> new StateDirectory(home().resolve(StateDirectory.NAME)));
    }

    /** For a mesh that is yet to be made: the repository's own unless one was named. */
    public StateDirectory directoryToMake() {
        return state.map(StateDirectory::new).orElseGet(() -> new StateDirectory(home().resolve(StateDirectory.NAME)));
    }

    /** The repository's root, as the script cli/tulle says. */
    public static Path home() {
        return Path.of(System.getenv().getOrDefault("TULLE_HOME", "")).toAbsolutePath();
    }
}
