package dev.tulle.cli.manifests;

import java.time.Duration;

/**
 * A kubelet's probe. Source: Kubernetes, core/v1 Probe, whose defaults are 0 s, 10 s, 1 s, 1 and 3.
 *
 * @param check what is asked
 * @param initialDelay from the start of the process to the first try
 * @param timing how often, and how long a try may take
 * @param successes in a row that make a failed probe pass
 * @param failures in a row that make a passed probe fail
 */
public record ProbeSpec(Check check, Duration initialDelay, Timing timing, int successes, int failures) {
    /** How often, and how long a try may take; both are positive. */
    public record Timing(Duration period, Duration timeout) {}

    /** What a probe asks of a container. */
    public sealed interface Check {
        /** Passes on a status from 200 to 399. */
        record HttpGet(int port, String path) implements Check {}

        /** Passes when a connection opens. */
        record TcpConnect(int port) implements Check {}
    }
}
