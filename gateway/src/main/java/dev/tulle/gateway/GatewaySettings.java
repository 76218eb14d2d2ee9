package dev.tulle.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Where the gateway's edge listener is, and the bounds of the connections to it. */
@ConfigMapping(prefix = "tulle")
interface GatewaySettings {
    /** {@code host:port} of Envoy's edge listener; every request goes there. TULLE_EDGE_ADDRESS, default 127.0.0.1:15007. */
    @WithDefault("127.0.0.1:15007")
    String edgeAddress();

    /** The response header in which Envoy names its response flags; clients never see it. */
    @WithDefault("x-mesh-response-flags")
    String responseFlagsHeader();

    /** Most connections to the edge listener at a time; requests beyond it wait for one. Default 1024, must be positive. */
    @WithDefault("1024")
    int edgeConnections();

    /** Bound on connecting to the edge listener, which is on the same machine. Default 5 s. */
    @WithDefault("5s")
    Duration edgeConnectTimeout();

    /** How long an exchange may stand still in both directions; shorter timeouts are the mesh's. Default 1 h, zero: for ever. */
    @WithDefault("1h")
    Duration edgeIdleTimeout();
}
