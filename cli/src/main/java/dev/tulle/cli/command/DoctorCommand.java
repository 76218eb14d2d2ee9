package dev.tulle.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.client.JsonClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what is wrong with a running mesh, as the console's doctor finds it. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Say what is wrong with a running mesh: which object, why, and what to do.",
            "Exits with 1 when there is an error; warnings and notes are only said."
        })
public final class DoctorCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    @Mixin
    MeshOption mesh = new MeshOption();

    @Mixin
    OutputOption output = new OutputOption();

    @Override
    public Integer call() throws IOException, InterruptedException, CommandFailure {
        JsonNode findings;
        try (var asked = mesh.open()) {
            findings = new JsonClient()
                    .get(asked.page("console", 0).url() + "api/doctor", LIMIT)
                    .path("findings");
        }
        if (output.isJson()) {
            OutputOption.print(findings);
        } else {
            findings.forEach(DoctorCommand::print);
            if (findings.isEmpty()) {
                System.out.println("The mesh is well.");
            }
        }
        for (var finding : findings) {
            if (finding.path("severity").asText().equals("error")) {
                return 1;
            }
        }
        return 0;
    }

    private static void print(JsonNode finding) {
        System.out.println(finding.path("severity").asText() + ": "
                + finding.path("object").asText() + ": "
                + finding.path("cause").asText() + " ["
                + finding.path("id").asText() + "]");
        var fix = finding.path("fix").asText();
        if (!fix.isEmpty()) {
            System.out.println("    " + fix);
        }
    }
}
