package dev.tulle.controlplane;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Where proxies connect, and the certificates that they get. */
@ConfigMapping(prefix = "tulle.xds")
public interface XdsSettings {
    /** The address that ADS listens on. */
    @WithDefault("127.0.0.1")
    String host();

    /** Its port; 0 takes any that is free. */
    @WithDefault("15012")
    int port();

    /** How long a workload's certificate is good; it is replaced at half of that. Zero is refused. */
    @WithDefault("1h")
    Duration certificateLife();
}
