package dev.tulle.cli;

import dev.tulle.cli.up.UnusableEnvironment;
import io.quarkus.picocli.runtime.PicocliCommandLineFactory;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import picocli.CommandLine;

/** How every command ends when it fails: one clear message; a stack trace only for a bug. */
@Singleton
final class CommandLines {
    private static final int FAILED = 1;

    @Produces
    static CommandLine commandLine(PicocliCommandLineFactory factory) {
        return configured(factory.create());
    }

    /** The same for a command line that was made by hand. */
    static CommandLine configured(CommandLine commandLine) {
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, arguments) -> {
                    report(failure, command.getErr());
                    return FAILED;
                });
    }

    private static void report(Exception failure, PrintWriter err) {
        switch (failure) {
            case CommandFailure known -> err.println("tulle: " + known.getMessage());
            case UnusableEnvironment known -> err.println("tulle: " + known.getMessage());
            case UncheckedIOException io ->
                err.println("tulle: " + io.getMessage() + ": "
                        + Optional.ofNullable(io.getCause())
                                .map(CommandLines::words)
                                .orElse(""));
            case IOException io -> err.println("tulle: " + words(io));
            default -> {
                err.println("tulle: this is a bug: " + failure);
                failure.printStackTrace(err);
            }
        }
    }

    private static String words(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case AccessDeniedException denied -> denied.getFile() + " may not be read or written";
            case FileSystemException file -> String.valueOf(file.getMessage());
            default -> String.valueOf(failure.getMessage());
        };
    }
}
