package dev.tulle.cli.command;

import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.documents.UserDocuments;
import dev.tulle.mesh.config.ConfigParser.Parsed;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The documents that a command is about. */
public final class DocumentsOption {
    @Spec(Spec.Target.MIXEE)
    CommandSpec command = CommandSpec.create();

    @Option(
            names = {"-f", "--filename"},
            arity = "1..*",
            paramLabel = "FILE|DIR|-",
            description = "YAML or JSON documents")
    List<String> files = List.of();

    @Mixin
    NamespaceOption namespace = new NamespaceOption();

    boolean isEmpty() {
        return files.isEmpty();
    }

    /** A command that needs documents is used wrongly without. */
    void require() {
        if (files.isEmpty()) {
            throw new ParameterException(command.commandLine(), "Missing required option: '--filename=FILE|DIR|-'");
        }
    }

    /** @param otherwise the namespace of objects that name none, unless the user said one */
    Parsed read(String otherwise) throws IOException, CommandFailure {
        require();
        return UserDocuments.read(files, namespace.or(otherwise), System.in);
    }
}
