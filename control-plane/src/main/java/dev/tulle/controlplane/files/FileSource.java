package dev.tulle.controlplane.files;

import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.ConfigSource;
import dev.tulle.mesh.config.Origin;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.config.SnapshotListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * The watched directories as a source of snapshots. A file that a rename puts into place counts at once; one that is written in
 * place counts when its writer pauses. Deletions count after a moment too, since editors delete and make anew. A directory that
 * vanishes keeps its objects until it is back.
 *
 * <p>Thread: it runs one of its own, "files"; {@link #close} may be called from any.
 */
public final class FileSource implements ConfigSource {
    private static final Logger LOG = Logger.getLogger(FileSource.class);

    /** How long a file written in place must rest before it counts. */
    private static final Duration PAUSE = Duration.ofMillis(20);
    /** How long a file that cannot be read may be unfinished before that is said. */
    private static final Duration DOUBT = Duration.ofMillis(200);

    private final List<Path> roots;
    private final Duration rescan;
    private final SnapshotListener listener;
    private final WatchedTree tree;
    private final Generations generations;
    private final Map<Path, FileContent> contents = new TreeMap<>();
    private final Map<Path, Long> doubtful = new HashMap<>();
    private final Thread thread;
    private Set<Path> missingRoots = Set.of();
    private long nextScan;
    private volatile boolean closed;

    /**
     * @param roots watched with all below them; the first holds {@code .generations.json}
     * @param rescan how often everything is looked at, should an event get lost
     */
    public FileSource(List<Path> roots, Duration rescan, SnapshotListener listener) throws IOException {
        if (roots.isEmpty()) {
            throw new IllegalArgumentException("roots must name at least one directory");
        }
        this.roots =
                roots.stream().map(Path::toAbsolutePath).map(Path::normalize).toList();
        this.rescan = rescan;
        this.listener = listener;
        this.tree = new WatchedTree(this.roots);
        this.generations = new Generations(this.roots.getFirst().resolve(".generations.json"));
        this.thread = Thread.ofPlatform().daemon().name("files").unstarted(this::run);
    }

    /** Begins; the first snapshot follows at once, empty directories included. */
    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        tree.close();
    }

    private void run() {
        try {
            scanAll(System.nanoTime());
            deliver(System.nanoTime());
            while (!closed) {
                watch();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() throws InterruptedException {
        var events = tree.await(patience());
        var seen = System.nanoTime();
        var before = missingRoots;
        var changed = false;
        if (events.incomplete() || seen >= nextScan) {
            changed = scanAll(seen);
        }
        for (var path : events.touched()) {
            changed |= touch(path, events.replaced().contains(path));
        }
        for (var path : List.copyOf(doubtful.keySet())) {
            changed |= look(path, false);
        }
        if (changed || !before.equals(missingRoots)) {
            deliver(seen);
        }
    }

    /** Until something has to be looked at again. */
    private Duration patience() {
        if (!doubtful.isEmpty()) {
            return Duration.ofMillis(5);
        }
        var untilScan = Duration.ofNanos(Math.max(1, nextScan - System.nanoTime()));
        var check = missingRoots.isEmpty() ? untilScan : Duration.ofMillis(100);
        return check.compareTo(untilScan) < 0 ? check : untilScan;
    }

    private boolean scanAll(long now) {
        missingRoots = new HashSet<>(
                roots.stream().filter(root -> !Files.isDirectory(root)).toList());
        nextScan = now + (missingRoots.isEmpty() ? rescan : Duration.ofMillis(100)).toNanos();
        var found = tree.scan();
        var changed = false;
        for (var file : found) {
            var known = contents.get(file);
            var stamp = FileStamp.of(file);
            if (known == null || !Optional.of(known.stamp()).equals(stamp)) {
                changed |= look(file, false);
            }
        }
        for (var file : List.copyOf(contents.keySet())) {
            if (!found.contains(file)) {
                changed |= look(file, false);
            }
        }
        return changed;
    }

    /** An event names a file or a directory. */
    private boolean touch(Path path, boolean replaced) {
        if (Files.isDirectory(path)) {
            var changed = false;
            for (var file : tree.scan(path)) {
                changed |= look(file, false);
            }
            return changed;
        }
        var changed = look(path, replaced);
        for (var file : List.copyOf(contents.keySet())) {
            if (file.startsWith(path) && !file.equals(path)) {
                changed |= look(file, false);
            }
        }
        return changed;
    }

    /** Reads a file if it may be read now, and remembers it for later if not. */
    private boolean look(Path file, boolean replaced) {
        var stamp = FileStamp.of(file);
        if (stamp.isEmpty()) {
            return vanish(file);
        }
        if (!replaced && !stamp.get().movedIntoPlace() && !stamp.get().olderThan(PAUSE, Instant.now())) {
            doubtful.putIfAbsent(file, System.nanoTime());
            return false;
        }
        var known = Optional.ofNullable(contents.get(file));
        if (doubtful.containsKey(file)
                && known.isPresent()
                && known.get().stamp().equals(stamp.get())) {
            doubtful.remove(file);
            return false;
        }
        FileContent read;
        try {
            read = FileContent.read(name(file), stamp.get(), Files.readAllBytes(file));
            if (othersMayRead(file)) {
                read = read.readableByOthers();
            }
        } catch (IOException e) {
            return vanish(file);
        }
        if (known.isPresent() && known.get().sameBytes(read)) {
            contents.put(file, known.get().withStamp(stamp.get()));
            doubtful.remove(file);
            return false;
        }
        if (read.hasErrors() && !replaced && !stamp.get().olderThan(DOUBT, Instant.now())) {
            doubtful.putIfAbsent(file, System.nanoTime());
            return false;
        }
        doubtful.remove(file);
        contents.put(file, known.map(read::keeping).orElse(read));
        return true;
    }

    private static boolean othersMayRead(Path file) throws IOException {
        var permissions = Files.getPosixFilePermissions(file);
        return permissions.contains(PosixFilePermission.GROUP_READ)
                || permissions.contains(PosixFilePermission.OTHERS_READ);
    }

    private boolean vanish(Path file) {
        if (!contents.containsKey(file)) {
            doubtful.remove(file);
            return false;
        }
        var since = doubtful.computeIfAbsent(file, key -> System.nanoTime());
        if (System.nanoTime() - since < PAUSE.toNanos()) {
            return false;
        }
        doubtful.remove(file);
        if (!Files.isDirectory(root(file))) {
            nextScan = System.nanoTime();
            return false;
        }
        contents.remove(file);
        return true;
    }

    private Path root(Path file) {
        return roots.stream().filter(file::startsWith).findFirst().orElse(roots.getFirst());
    }

    private String name(Path file) {
        return root(file).relativize(file).toString();
    }

    private void deliver(long seenNanos) {
        var merged = ConfigParser.withoutDuplicates(
                contents.values().stream().map(FileContent::parsed).toList());
        var problems = new ArrayList<>(merged.problems());
        for (var missing : missingRoots) {
            problems.add(new Problem(
                    Problem.Severity.ERROR,
                    "",
                    Optional.empty(),
                    new Origin.File(missing.toString(), 1),
                    "",
                    "the watched directory is missing",
                    "its objects stay in their last form until it is back"));
        }
        var numbered = generations.number(merged.objects());
        LOG.debugf("files changed objects=%d problems=%d", numbered.size(), problems.size());
        listener.changed(ConfigSnapshot.of(numbered), problems, seenNanos);
        generations.save();
    }
}
