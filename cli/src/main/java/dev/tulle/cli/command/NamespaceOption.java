package dev.tulle.cli.command;

import java.util.Optional;
import picocli.CommandLine.Option;

/** In which namespace an object is that names none. */
public final class NamespaceOption {
    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "of objects that name none (default: default; in a cluster that of the context)")
    Optional<String> namespace = Optional.empty();

    String or(String otherwise) {
        return namespace.orElse(otherwise);
    }
}
