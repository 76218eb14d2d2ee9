package dev.tulle.cli.command;

import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.documents.UserDocuments;
import dev.tulle.cli.documents.Validation;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks documents without any mesh. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description =
                "Check documents together, without a mesh. Exit code 1 when one of them would be refused or names what does not exist.")
public final class ValidateCommand implements Callable<Integer> {
    @Mixin
    OutputOption output = new OutputOption();

    @Option(
            names = {"-f", "--filename"},
            required = true,
            arity = "1..*",
            paramLabel = "FILE|DIR|-",
            description = "YAML or JSON documents")
    List<String> files = List.of();

    @Option(
            names = {"-n", "--namespace"},
            defaultValue = "default",
            paramLabel = "NAMESPACE",
            description = "of objects that name none (default: ${DEFAULT-VALUE})")
    String namespace = "default";

    @Override
    public Integer call() throws IOException, CommandFailure {
        var documents = UserDocuments.read(files, namespace, System.in);
        var validation = Validation.of(documents, List.of(), "cluster.local");
        if (output.isJson()) {
            OutputOption.print(Problems.json(validation.problems()));
        } else {
            Problems.print(validation.problems(), System.out);
            System.out.println(documents.objects().size() + " objects, "
                    + validation.problems().size() + " problems");
        }
        return validation.hasFailures() ? 1 : 0;
    }
}
