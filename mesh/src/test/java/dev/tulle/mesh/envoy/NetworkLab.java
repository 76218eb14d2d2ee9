package dev.tulle.mesh.envoy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Network namespaces joined by a bridge, as pods on a node are: nothing of it is seen outside. It takes root, or user namespaces
 * with more than one user (newuidmap and a line in /etc/subuid). Close it: the namespaces end with the processes that hold them.
 */
public final class NetworkLab implements AutoCloseable {
    private static final String GATEWAY = "10.99.0.254";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Deque<Process> holders = new ArrayDeque<>();
    private final Process node;
    private final boolean isRoot;

    private NetworkLab(boolean isRoot) {
        this.isRoot = isRoot;
        this.node = hold(
                isRoot
                        ? List.of("unshare", "--net", "sleep", "infinity")
                        : List.of("unshare", "--user", "--map-auto", "--map-root-user", "--net", "sleep", "infinity"));
    }

    /** An empty node with a bridge. */
    public static NetworkLab start() {
        var isRoot = output(List.of("id", "-u")).strip().equals("0");
        var lab = new NetworkLab(isRoot);
        lab.run(
                lab.node,
                "ip link add br0 type bridge && ip addr add " + GATEWAY
                        + "/24 dev br0 && ip link set br0 up && ip link set lo up");
        return lab;
    }

    /** A namespace with that address, in 10.99.0.0/24; every other address is looked for on the bridge. */
    public Namespace pod(String address) {
        var index = holders.size();
        var holder = hold(in(node, List.of("unshare", "--net", "sleep", "infinity")));
        run(
                node,
                "ip link add v%1$d type veth peer name eth0 netns %2$d && ip link set v%1$d master br0 up"
                        .formatted(index, holder.pid()));
        run(
                holder,
                "ip link set lo up && ip addr add %s/24 dev eth0 && ip link set eth0 up && ip route add default via %s"
                        .formatted(address, GATEWAY));
        return new Namespace(holder);
    }

    @Override
    public void close() {
        for (var holder : holders) {
            holder.destroy();
            try {
                holder.waitFor(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A pod's network. */
    public final class Namespace {
        private final Process holder;

        private Namespace(Process holder) {
            this.holder = holder;
        }

        /** Redirects the pod's connections by rules that {@code iptables-restore} reads. */
        public void redirect(String rules) {
            try {
                var process = new ProcessBuilder(in(holder, List.of("iptables-restore")))
                        .redirectErrorStream(true)
                        .start();
                try (var input = process.getOutputStream()) {
                    input.write(rules.getBytes(StandardCharsets.UTF_8));
                }
                check(process, "iptables-restore");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** A command line that runs in the namespace, as root there. */
        public List<String> command(List<String> command) {
            return in(holder, command);
        }
    }

    private List<String> in(Process holder, List<String> command) {
        var line = new ArrayList<>(List.of("nsenter", "--target", Long.toString(holder.pid()), "--net"));
        if (!isRoot) {
            line.addAll(List.of("--user", "--preserve-credentials"));
        }
        line.add("--");
        line.addAll(command);
        return line;
    }

    /** unshare and nsenter become the command that they run, so the process is the sleep in the end. */
    private Process hold(List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            holders.push(process);
            var deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!isAsleep(process)) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new AssertionError("no network namespace: " + command + " (exit "
                            + (process.isAlive()
                                    ? "none"
                                    : process.exitValue() + ", "
                                            + new String(
                                                    process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                            + "); the test needs root, or newuidmap and a line in /etc/subuid");
                }
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isAsleep(Process process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "comm"))
                    .strip()
                    .equals("sleep");
        } catch (IOException e) {
            return false;
        }
    }

    private void run(Process holder, String script) {
        output(in(holder, List.of("sh", "-c", script)));
    }

    private static String output(List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            return check(process, String.join(" ", command));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String check(Process process, String what) throws IOException {
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new AssertionError(what + ": " + output);
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
