package dev.tulle.cli;

import dev.tulle.cli.command.AnalyzeCommand;
import dev.tulle.cli.command.ApplyCommand;
import dev.tulle.cli.command.DashboardCommand;
import dev.tulle.cli.command.DeleteCommand;
import dev.tulle.cli.command.DoctorCommand;
import dev.tulle.cli.command.DownCommand;
import dev.tulle.cli.command.GetCommand;
import dev.tulle.cli.command.KubeInjectCommand;
import dev.tulle.cli.command.ProxyConfigCommand;
import dev.tulle.cli.command.ProxyStatusCommand;
import dev.tulle.cli.command.TranslateCommand;
import dev.tulle.cli.command.ValidateCommand;
import dev.tulle.cli.command.VersionCommand;
import dev.tulle.cli.command.WaitCommand;
import dev.tulle.cli.up.UpCommand;
import io.quarkus.picocli.runtime.annotations.TopCommand;
import picocli.CommandLine.Command;

/** The program's name; each subcommand has its own help. */
@TopCommand
@Command(
        name = "tulle",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "A service mesh, on this machine or in a Kubernetes cluster.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            ApplyCommand.class,
            DeleteCommand.class,
            GetCommand.class,
            WaitCommand.class,
            KubeInjectCommand.class,
            AnalyzeCommand.class,
            DoctorCommand.class,
            ProxyStatusCommand.class,
            ProxyConfigCommand.class,
            DashboardCommand.class,
            TranslateCommand.class,
            ValidateCommand.class,
            VersionCommand.class
        })
public final class TulleCommand {}
