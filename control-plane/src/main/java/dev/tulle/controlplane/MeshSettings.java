package dev.tulle.controlplane;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** What concerns the whole mesh. */
@ConfigMapping(prefix = "tulle")
public interface MeshSettings {
    /** Of every SPIFFE ID. */
    @WithDefault("cluster.local")
    String trustDomain();

    /** Where the CA and the public key of tokens lie. */
    @WithDefault(".tulle")
    Path stateDirectory();
}
