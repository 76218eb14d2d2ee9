package dev.tulle.cli;

import dev.tulle.cli.command.DownCommand;
import dev.tulle.cli.up.UpCommand;
import io.quarkus.picocli.runtime.annotations.TopCommand;
import picocli.CommandLine.Command;

/** The program's name; each subcommand has its own help. */
@TopCommand
@Command(
        name = "tulle",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "A service mesh on this machine.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {UpCommand.class, DownCommand.class})
public final class TulleCommand {}
