package dev.tulle.cli.command;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a command waits for the proxies. */
public final class TimeoutOption {
    @Option(
            names = "--timeout",
            defaultValue = "30",
            paramLabel = "SECONDS",
            description = "how long to wait for the proxies (default: ${DEFAULT-VALUE})")
    int seconds;

    Duration limit() {
        return Duration.ofSeconds(seconds);
    }

    /** Of System.nanoTime. */
    long deadline() {
        return System.nanoTime() + limit().toNanos();
    }
}
