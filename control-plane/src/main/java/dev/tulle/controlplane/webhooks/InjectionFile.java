package dev.tulle.controlplane.webhooks;

import dev.tulle.mesh.injection.InjectionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The injection settings as a mounted file, which the kubelet replaces when the ConfigMap changes. What cannot be used is said once,
 * and the last good settings stay in force.
 *
 * <p>Thread: any.
 */
final class InjectionFile {
    private static final Logger LOG = Logger.getLogger(InjectionFile.class);

    private final Path file;
    private Optional<String> seen = Optional.empty();
    private InjectionSettings good = InjectionSettings.defaults();

    InjectionFile(Path file) {
        this.file = file;
    }

    /** As they are now; the defaults where there is no such file. */
    synchronized InjectionSettings current() {
        try {
            read(Files.readString(file));
        } catch (NoSuchFileException e) {
            read("");
        } catch (IOException e) {
            LOG.warnf("the injection settings stay as they were: %s cannot be read: %s", file, e.getMessage());
        }
        return good;
    }

    private void read(String text) {
        if (seen.filter(text::equals).isPresent()) {
            return;
        }
        seen = Optional.of(text);
        var reading = InjectionSettings.read(text);
        if (reading.problems().isEmpty()) {
            good = reading.settings();
        } else {
            LOG.errorf("the injection settings stay as they were: %s: %s", file, String.join("; ", reading.problems()));
        }
    }
}
