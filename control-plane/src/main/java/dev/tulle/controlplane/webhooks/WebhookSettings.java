package dev.tulle.controlplane.webhooks;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Where the API server asks about admission. Only a control plane of Kubernetes is asked. */
@ConfigMapping(prefix = "tulle.webhooks")
public interface WebhookSettings {
    /** The address that the server listens on. */
    @WithDefault("0.0.0.0")
    String host();

    /** Its port; 0 takes any that is free. */
    @WithDefault("15017")
    int port();

    /** How long the server's certificate is good; it is replaced before half of that. Zero is refused. */
    @WithDefault("24h")
    Duration certificateLife();

    /** The injection settings, YAML; the defaults hold where there is no such file. */
    @WithDefault("/etc/istio/inject/config")
    Path injectConfig();
}
