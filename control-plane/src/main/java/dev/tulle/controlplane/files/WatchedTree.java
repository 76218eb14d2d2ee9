package dev.tulle.controlplane.files;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The files below some directories and the events of the operating system about them. Hidden files and directories do not
 * exist here.
 *
 * <p>Thread: called only from the watching thread, but for {@link #close}.
 */
final class WatchedTree implements AutoCloseable {
    private final List<Path> roots;
    private final WatchService service;
    private final Map<WatchKey, Path> directories = new HashMap<>();

    WatchedTree(List<Path> roots) throws IOException {
        this.roots = List.copyOf(roots);
        this.service = roots.getFirst().getFileSystem().newWatchService();
    }

    /**
     * What events told.
     *
     * @param touched files and directories that may have changed
     * @param replaced of those, files that a rename put into place whole
     * @param incomplete whether events were lost, so that everything must be looked at
     */
    record Events(Set<Path> touched, Set<Path> replaced, boolean incomplete) {
        boolean isEmpty() {
            return touched.isEmpty() && !incomplete;
        }
    }

    /** Every file there is, sorted; directories new to it are watched from now on. */
    Set<Path> scan() {
        directories.keySet().removeIf(key -> !key.isValid());
        var files = new TreeSet<Path>();
        for (var root : roots) {
            files.addAll(scan(root));
        }
        return files;
    }

    /** The files below a directory, or the file itself; nothing when it is gone. */
    Set<Path> scan(Path start) {
        var files = new TreeSet<Path>();
        try {
            Files.walkFileTree(start, Set.of(FileVisitOption.FOLLOW_LINKS), 16, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                        throws IOException {
                    if (!directory.equals(start) && hidden(directory)) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    watch(directory);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (!hidden(file) && attributes.isRegularFile()) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException vanished) {
            // A directory that goes away during the walk has no files; the event about it comes, or the next scan sees
            // it.
            return files;
        }
        return files;
    }

    private void watch(Path directory) throws IOException {
        if (!directories.containsValue(directory)) {
            var key = directory.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            directories.put(key, directory);
        }
    }

    private static boolean hidden(Path path) {
        var name = path.getFileName();
        return name != null && name.toString().startsWith(".");
    }

    /** Waits until something happens, or the time is over. */
    Events await(Duration atMost) throws InterruptedException {
        var events = new Collected();
        try {
            var key = service.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
            while (key != null) {
                collect(key, events);
                key = service.poll();
            }
        } catch (ClosedWatchServiceException closed) {
            throw new InterruptedException("the watch service is closed");
        }
        return events.events();
    }

    private static final class Collected {
        private final Set<Path> touched = new LinkedHashSet<>();
        private final Set<Path> replaced = new HashSet<>();
        private boolean incomplete;

        private Events events() {
            return new Events(touched, replaced, incomplete);
        }
    }

    private void collect(WatchKey key, Collected events) {
        var directory = directories.get(key);
        var afterDelete = false;
        for (var event : key.pollEvents()) {
            if (directory == null || event.kind() == StandardWatchEventKinds.OVERFLOW) {
                events.incomplete = true;
            } else if (event.context() instanceof Path name && !hidden(name)) {
                var path = directory.resolve(name);
                events.touched.add(path);
                // A rename inside one directory comes as a deletion of the old name, and the creation of the new right
                // after.
                if (afterDelete && event.kind() == StandardWatchEventKinds.ENTRY_CREATE) {
                    events.replaced.add(path);
                }
            }
            afterDelete = event.kind() == StandardWatchEventKinds.ENTRY_DELETE;
        }
        if (!key.reset()) {
            directories.remove(key);
            events.incomplete = true;
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
