package dev.tulle.mesh.injection.capture;

import dev.tulle.mesh.envoy.NetworkLab;
import dev.tulle.mesh.injection.capture.Cidr.Family;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A pod and the world outside of it, each a network namespace with listeners, and the script that programs the pod. Close it. */
final class CapturedPod implements AutoCloseable {
    static final int PROXY = CaptureRules.PROXY_ID;
    private static final Path SCRIPT =
            Path.of("../k8s/images/proxy/capture").toAbsolutePath().normalize();
    private static final List<String> POD_PORTS =
            List.of("15001", "15006", "15020", "15021", "15090", "8081", "9000", "udp:53");
    private static final List<String> WORLD_PORTS = List.of("80", "443", "8081", "udp:53");

    private final NetworkLab lab = NetworkLab.start();
    private final List<Process> servers = new ArrayList<>();
    private final NetworkLab.Namespace pod = lab.pod("10.99.0.1");
    private final NetworkLab.Namespace world = lab.pod("10.99.0.2");

    /** Who programs the kernel. */
    enum Backend {
        IPTABLES("iptables"),
        NFTABLES("nftables");

        private final String word;

        Backend(String word) {
            this.word = word;
        }
    }

    /** A process that calls somebody. */
    record Caller(int uid, int gid) {
        static final Caller APPLICATION = new Caller(1000, 1000);
        static final Caller ENVOY = new Caller(PROXY, PROXY);
    }

    CapturedPod() {
        shell(pod, "ip -6 addr add fd99::1/64 dev eth0 nodad");
        shell(world, "ip -6 addr add fd99::2/64 dev eth0 nodad");
        servers.add(serve(pod, POD_PORTS));
        servers.add(serve(world, WORLD_PORTS));
    }

    static String podAddress(Family family) {
        return switch (family) {
            case IPV4 -> "10.99.0.1";
            case IPV6 -> "fd99::1";
        };
    }

    static String worldAddress(Family family) {
        return switch (family) {
            case IPV4 -> "10.99.0.2";
            case IPV6 -> "fd99::2";
        };
    }

    /** A pod as the container runtime hands it over: without a rule. */
    void reset() {
        shell(pod, "nft flush ruleset; ip -6 addr del ::6/128 dev lo 2>/dev/null || true");
    }

    /** Runs the init container's script and gives what it printed. */
    String program(Backend backend, CaptureSpec spec, String... arguments) {
        var command = new ArrayList<>(List.of(
                "env",
                "CAPTURE_BACKEND=" + backend.word,
                "CAPTURE_IPTABLES=" + CaptureRules.iptables(spec, Family.IPV4),
                "CAPTURE_IP6TABLES=" + CaptureRules.iptables(spec, Family.IPV6),
                "CAPTURE_NFT_IPV4=" + CaptureRules.nftables(spec, Family.IPV4),
                "CAPTURE_NFT_IPV6=" + CaptureRules.nftables(spec, Family.IPV6),
                SCRIPT.toString()));
        command.addAll(List.of(arguments));
        return output(pod.command(command));
    }

    /** Every rule of the pod, as the kernel has it. */
    String rules() {
        return shell(pod, "nft --stateless list ruleset");
    }

    /** Which port a caller in the pod reaches: the listener says its number. */
    String out(Caller caller, String address, int port) {
        return dial(pod, caller, "/dev/tcp/" + address + "/" + port);
    }

    /** Which port of the pod the world reaches. */
    String in(String address, int port) {
        return dial(world, Caller.APPLICATION, "/dev/tcp/" + address + "/" + port);
    }

    /** Which UDP port a caller in the pod reaches. */
    String datagram(Caller caller, String address, int port) {
        return dial(pod, caller, "/dev/udp/" + address + "/" + port);
    }

    /** Which port the proxy reaches from an address of its choice. */
    String proxyFrom(String source, String address, int port) {
        var command = new ArrayList<>(List.of(
                "setpriv",
                "--reuid",
                Integer.toString(PROXY),
                "--regid",
                Integer.toString(PROXY),
                "--clear-groups",
                "--inh-caps",
                "+dac_read_search",
                "--ambient-caps",
                "+dac_read_search"));
        command.addAll(java(List.of("from", source, address, Integer.toString(port))));
        return output(pod.command(command)).strip();
    }

    private static String dial(NetworkLab.Namespace from, Caller caller, String target) {
        var word = target.startsWith("/dev/udp") ? "echo >&3; " : "";
        return output(from.command(List.of(
                        "setpriv",
                        "--reuid",
                        Integer.toString(caller.uid()),
                        "--regid",
                        Integer.toString(caller.gid()),
                        "--clear-groups",
                        "timeout",
                        "20",
                        "bash",
                        "-c",
                        "exec 3<>" + target + "; " + word + "head -n 1 <&3")))
                .strip();
    }

    private static Process serve(NetworkLab.Namespace namespace, List<String> ports) {
        try {
            var process = new ProcessBuilder(namespace.command(java(ports)))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var reader = process.inputReader(StandardCharsets.UTF_8);
            if (!"READY".equals(reader.readLine())) {
                throw new AssertionError("the listeners did not start");
            }
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> java(List<String> arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                PortServers.class.getName()));
        command.addAll(arguments);
        return command;
    }

    private static String shell(NetworkLab.Namespace namespace, String script) {
        return output(namespace.command(List.of("sh", "-c", script)));
    }

    private static String output(List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(
                        String.join(" ", command.subList(command.size() - 1, command.size())) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        servers.forEach(Process::destroy);
        lab.close();
    }
}
