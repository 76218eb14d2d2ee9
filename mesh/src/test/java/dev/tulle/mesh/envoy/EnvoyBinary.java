package dev.tulle.mesh.envoy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the Envoy that tests run: the variable ENVOY, else {@code .tools/envoy} in the repository. */
public final class EnvoyBinary {
    private EnvoyBinary() {}

    /** Its path; a missing Envoy fails the test, it does not skip it. */
    public static Path find() {
        var named = Optional.ofNullable(System.getenv("ENVOY")).map(Path::of);
        if (named.isPresent()) {
            return check(named.get());
        }
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(".tools")) || Files.isRegularFile(folder.resolve("Makefile"))) {
                return check(folder.resolve(".tools/envoy"));
            }
        }
        throw new IllegalStateException("no Envoy: set ENVOY=<path>, or run `make tools` in the repository");
    }

    private static Path check(Path binary) {
        if (!Files.isExecutable(binary)) {
            throw new IllegalStateException(
                    "no Envoy at " + binary + ": set ENVOY=<path>, or run `make tools` in the repository");
        }
        return binary;
    }
}
