package dev.tulle.controlplane;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** What concerns the whole mesh. */
@ConfigMapping(prefix = "tulle")
public interface MeshSettings {
    /** Where configuration is read: from watched directories, or from the cluster that the client's settings name. */
    @WithDefault("files")
    Source source();

    /** Where configuration is read. */
    enum Source {
        FILES,
        KUBERNETES
    }

    /** Of every SPIFFE ID. */
    @WithDefault("cluster.local")
    String trustDomain();

    /** Where the CA and the public key of tokens lie. */
    @WithDefault(".tulle")
    Path stateDirectory();
}
