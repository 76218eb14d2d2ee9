package dev.tulle.cli.command;

import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.documents.Validation;
import dev.tulle.mesh.config.ConfigParser;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks documents without any mesh. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description =
                "Check documents together, without a mesh. Exit code 1 when one of them would be refused or names what does not exist.")
public final class ValidateCommand implements Callable<Integer> {
    @Mixin
    OutputOption output = new OutputOption();

    @Mixin
    DocumentsOption documentsOption = new DocumentsOption();

    @Override
    public Integer call() throws IOException, CommandFailure {
        var documents = documentsOption.read(ConfigParser.DEFAULT_NAMESPACE);
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
