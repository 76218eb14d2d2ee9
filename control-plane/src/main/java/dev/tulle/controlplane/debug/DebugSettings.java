package dev.tulle.controlplane.debug;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Who may ask how things stand. */
@ConfigMapping(prefix = "tulle.debug")
interface DebugSettings {
    /** Who gets an answer from {@code /debug/*}; {@code /ready}, {@code /metrics} and {@code /version} are for all. */
    @WithDefault("loopback")
    Access access();

    /** Who. */
    enum Access {
        /** Whoever reaches the port. */
        ALL,
        /** Peers with a loopback address, as {@code kubectl port-forward} has. */
        LOOPBACK
    }
}
