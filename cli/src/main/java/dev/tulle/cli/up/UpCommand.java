package dev.tulle.cli.up;

import dev.tulle.cli.command.OutputOption;
import dev.tulle.cli.command.StateOption;
import dev.tulle.cli.up.Installation.Flavour;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a whole mesh on this machine. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Run the whole mesh on this machine: control plane, Prometheus, Zipkin, and for each pod of the manifests"
                    + " an Envoy and its application. Stays in the foreground until Ctrl-C.",
            "Plain HTTP calls between the applications go through the sidecars; gRPC, TLS, WebSocket and TCP calls"
                    + " stay direct."
        },
        footer = {
            "",
            "Environment: ENVOY, PROMETHEUS, ZIPKIN: paths of programs to use instead of those in .tools/.",
            "Exit codes: 0 stopped, or with --detach the first request was answered; 1 failed; 2 a mesh runs already."
        })
public final class UpCommand implements Callable<Integer> {
    @Mixin
    StateOption state = new StateOption();

    @Mixin
    OutputOption output = new OutputOption();

    @Option(names = "--manifests", paramLabel = "DIR", description = "what to run (default: k8s/apps)")
    Optional<Path> manifests = Optional.empty();

    @Option(names = "--detach", description = "return when the first request has come through the whole mesh")
    boolean detach;

    @Option(names = "--dev", paramLabel = "DEPLOYMENT", description = "run that workload in Quarkus' development mode")
    Optional<String> developed = Optional.empty();

    @Option(names = "--native", description = "use native binaries where they were built")
    boolean nativeBinaries;

    @Option(
            names = "--without",
            split = ",",
            paramLabel = "TOOL",
            description = "do without prometheus, zipkin, console, or several of them")
    List<String> without = List.of();

    @Option(
            names = "--timeout",
            defaultValue = "120",
            paramLabel = "SECONDS",
            description = "how long --detach waits for the first answer (default: ${DEFAULT-VALUE})")
    int timeoutSeconds;

    @Option(names = "--background", hidden = true, description = "this is the process that --detach leaves behind")
    boolean background;

    @Override
    public Integer call() throws Exception {
        var directory = state.directoryToMake();
        var home = StateOption.home();
        var plan = new UpPlan(
                directory,
                manifests.orElse(home.resolve("k8s/apps")),
                new Installation(
                        home,
                        java(),
                        nativeBinaries ? Flavour.NATIVE : Flavour.JVM,
                        directory.root().resolve("tmp")),
                developed,
                new UpPlan.Limits(Duration.ofSeconds(timeoutSeconds), without));
        var summary = new Summary(output.format());
        if (detach) {
            return new DetachedUp(plan, summary).run(arguments(plan));
        }
        var mode = background ? ForegroundUp.Mode.BACKGROUND : ForegroundUp.Mode.TERMINAL;
        return new ForegroundUp(plan, mode, summary).run();
    }

    /** What the process left behind is told. */
    private List<String> arguments(UpPlan plan) {
        var arguments = new ArrayList<>(List.of(
                "up",
                "--background",
                "--state",
                plan.state().toString(),
                "--manifests",
                plan.manifests().toAbsolutePath().toString(),
                "--timeout",
                Integer.toString(timeoutSeconds)));
        developed.ifPresent(workload -> arguments.addAll(List.of("--dev", workload)));
        if (nativeBinaries) {
            arguments.add("--native");
        }
        if (!without.isEmpty()) {
            arguments.addAll(List.of("--without", String.join(",", without)));
        }
        return arguments;
    }

    private static Path java() {
        var home = Optional.ofNullable(System.getProperty("java.home")).orElse(System.getenv("JAVA_HOME"));
        return Path.of(home, "bin", "java");
    }
}
