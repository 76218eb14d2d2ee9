package dev.tulle.controlplane.files;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Where configuration is watched. */
@ConfigMapping(prefix = "tulle.config")
public interface FilesSettings {
    /** The watched directories, separated by commas; of two objects with one name that in the first counts. */
    @WithDefault(".tulle/config,.tulle/pods")
    List<Path> directories();

    /** How often all files are looked at in case an event got lost. Zero is refused. */
    @WithDefault("5s")
    Duration rescan();
}
