package dev.tulle.cli.up;

import dev.tulle.cli.process.ProcessSpec;
import java.util.Map;
import java.util.Optional;

/** How the console is run: it reads Prometheus, the control plane and Zipkin, and nothing depends on it. */
final class Console {
    static final String MODULE = "console";
    static final String HOST = "127.0.0.1";
    static final int PORT = 20001;
    private static final String HEAP = "128m";

    private Console() {}

    /** Empty where the module was not built. */
    static Optional<ProcessSpec> process(Installation installation) {
        return installation
                .command(MODULE, HEAP)
                .map(command -> new ProcessSpec(
                        MODULE,
                        command,
                        Map.of(
                                "QUARKUS_HTTP_HOST",
                                HOST,
                                "QUARKUS_HTTP_PORT",
                                Integer.toString(PORT),
                                "TULLE_CONSOLE_PROMETHEUS",
                                "http://127.0.0.1:" + Prometheus.PORT + "/",
                                "TULLE_CONSOLE_CONTROL_PLANE",
                                "http://" + ControlPlane.HOST + ":" + ControlPlane.MANAGEMENT_PORT + "/",
                                "TULLE_CONSOLE_ZIPKIN",
                                "http://127.0.0.1:" + Zipkin.PORT + "/"),
                        installation.temporary()));
    }
}
