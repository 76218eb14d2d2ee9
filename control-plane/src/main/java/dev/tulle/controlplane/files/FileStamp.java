package dev.tulle.controlplane.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * By what one version of a file is told from another without reading it.
 *
 * @param size in bytes
 * @param modified its content's last change
 * @param changed its inode's last change, which a rename moves on and a write moves together with {@code modified}
 * @param inode which file it is
 */
record FileStamp(long size, Instant modified, Instant changed, long inode) {
    /** Of a regular file; empty when there is none. Links are followed, as mounted ConfigMaps need. */
    static Optional<FileStamp> of(Path file) {
        try {
            var attributes = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,ino,isRegularFile");
            if (!Boolean.TRUE.equals(attributes.get("isRegularFile"))) {
                return Optional.empty();
            }
            if (attributes.get("size") instanceof Long size
                    && attributes.get("lastModifiedTime") instanceof FileTime modified
                    && attributes.get("ctime") instanceof FileTime changed
                    && attributes.get("ino") instanceof Long inode) {
                return Optional.of(new FileStamp(size, modified.toInstant(), changed.toInstant(), inode));
            }
            return Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Whether it was renamed or touched after its last write, so that nobody is writing it. */
    boolean movedIntoPlace() {
        return changed.isAfter(modified);
    }

    /** Whether its last write is that long ago. */
    boolean olderThan(Duration age, Instant now) {
        return modified.plus(age).isBefore(now);
    }
}
