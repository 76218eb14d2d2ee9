package dev.tulle.cli.up;

import dev.tulle.cli.process.ProcessSpec;
import dev.tulle.cli.state.StateDirectory;
import java.util.Map;

/** How the control plane is run beside the mesh: two watched directories, two ports of 127.0.0.1. */
final class ControlPlane {
    static final String MODULE = "control-plane";
    static final String HOST = "127.0.0.1";
    static final int DISCOVERY_PORT = 15012;
    static final int MANAGEMENT_PORT = 15014;
    private static final String HEAP = "192m";

    private ControlPlane() {}

    static ProcessSpec process(StateDirectory state, Installation installation) throws UnusableEnvironment {
        var command = installation
                .command(MODULE, HEAP)
                .orElseThrow(() -> new UnusableEnvironment("the control plane is not built: " + installation.jar(MODULE)
                        + " is missing, run 'make build'"));
        return new ProcessSpec(
                "control-plane",
                command,
                Map.of(
                        "TULLE_CONFIG_DIRECTORIES",
                        state.config() + "," + state.pods(),
                        "TULLE_STATE_DIRECTORY",
                        state.toString(),
                        "TULLE_XDS_HOST",
                        HOST,
                        "TULLE_XDS_PORT",
                        Integer.toString(DISCOVERY_PORT),
                        "QUARKUS_HTTP_HOST",
                        HOST,
                        "QUARKUS_HTTP_PORT",
                        Integer.toString(MANAGEMENT_PORT)),
                state.root());
    }
}
