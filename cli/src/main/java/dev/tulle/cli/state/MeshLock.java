package dev.tulle.cli.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Held by the one supervisor of a state directory; the kernel lets go of it when that process ends, however it ends. */
public final class MeshLock {
    private final FileChannel channel;

    private MeshLock(FileChannel channel) {
        this.channel = channel;
    }

    /** The lock; empty when somebody else has it. */
    public static Optional<MeshLock> take(StateDirectory state) throws IOException {
        Files.createDirectories(state.root());
        var channel = FileChannel.open(state.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(new MeshLock(channel));
    }

    /** Lets go of it. */
    public void release() throws IOException {
        channel.close();
    }
}
