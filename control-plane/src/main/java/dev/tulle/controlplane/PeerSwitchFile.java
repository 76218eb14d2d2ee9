package dev.tulle.controlplane;

import dev.tulle.controlplane.push.PeerSwitchJson;
import dev.tulle.controlplane.push.PeerSwitchStore;
import dev.tulle.mesh.model.PeerPolicies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Remembers in a file what callers may speak by. */
final class PeerSwitchFile implements PeerSwitchStore {
    private static final Logger LOG = Logger.getLogger(PeerSwitchFile.class);

    private final Path file;

    /** @param file made when it is missing, with its directory */
    PeerSwitchFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** A file that cannot be read counts as none: proxies then change without steps in between. */
    @Override
    public List<PeerPolicies> load() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return PeerSwitchJson.decode(Files.readString(file));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warnf("%s cannot be read and is ignored: %s", file, e.getMessage());
            return List.of();
        }
    }

    @Override
    public void save(List<PeerPolicies> spoken) {
        try {
            var directory = Optional.ofNullable(file.getParent()).orElseThrow();
            Files.createDirectories(directory);
            var temporary = directory.resolve("." + file.getFileName());
            Files.writeString(temporary, PeerSwitchJson.encode(spoken));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " could not be written", e);
        }
    }
}
