package dev.tulle.servicec;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What service C says about its version. */
@ConfigMapping(prefix = "service-c")
interface VersionSettings {
    /** True: the greeting ends with a space and the version. Set by the environment variable SHOW_VERSION; default false. */
    @WithDefault("${SHOW_VERSION:false}")
    boolean showVersion();

    /** The version of this deployment, {@code v1} or {@code v2} in the walkthrough. Set by VERSION; default {@code v1}. */
    @WithDefault("${VERSION:v1}")
    String version();
}
