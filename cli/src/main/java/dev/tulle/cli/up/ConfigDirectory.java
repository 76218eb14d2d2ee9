package dev.tulle.cli.up;

import dev.tulle.cli.documents.UserDocuments;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.ConfigParser.Parsed;
import dev.tulle.mesh.config.Problem;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The documents of a directory tree, read again only where a file has changed. A file that cannot be read any more keeps what it
 * last said; a file that is gone says nothing.
 *
 * <p>Thread: used by one thread at a time.
 */
final class ConfigDirectory {
    private final Path root;
    private final Map<Path, Document> documents = new TreeMap<>();

    ConfigDirectory(Path root) {
        this.root = root;
    }

    /** What a file's bytes are recognised by without reading them. */
    private record Stamp(long modifiedNanos, long size, Optional<Object> inode) {}

    private record Document(Stamp stamp, List<ConfigObject> objects, List<Problem> problems) {}

    /** Looks at every file; says whether any has changed since it was last asked. Throws when the directory is not there. */
    boolean refresh() throws IOException {
        var stamps = stamps();
        var changed = documents.keySet().retainAll(stamps.keySet());
        for (var entry : stamps.entrySet()) {
            var known = Optional.ofNullable(documents.get(entry.getKey()));
            if (known.filter(document -> document.stamp().equals(entry.getValue()))
                    .isEmpty()) {
                changed |= read(entry.getKey(), entry.getValue(), known);
            }
        }
        return changed;
    }

    /** All objects, by file and place, each name once; and what is wrong with the files. */
    Parsed parsed() {
        return ConfigParser.withoutDuplicates(documents.values().stream()
                .map(document -> new Parsed(document.objects(), document.problems()))
                .toList());
    }

    private boolean read(Path file, Stamp stamp, Optional<Document> known) throws IOException {
        Parsed parsed;
        try {
            parsed = ConfigParser.parse(root.relativize(file).toString(), Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return documents.remove(file) != null;
        }
        var unreadable = parsed.problems().stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
        var objects = new ArrayList<>(parsed.objects());
        if (unreadable) {
            var read = objects.stream().map(ConfigObject::key).toList();
            known.map(Document::objects).orElse(List.of()).stream()
                    .filter(object -> !read.contains(object.key()))
                    .forEach(objects::add);
        }
        documents.put(file, new Document(stamp, objects, parsed.problems()));
        return true;
    }

    private Map<Path, Stamp> stamps() throws IOException {
        var stamps = new TreeMap<Path, Stamp>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (UserDocuments.isDocument(file)) {
                    stamps.put(
                            file,
                            new Stamp(
                                    attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                                    attributes.size(),
                                    Optional.ofNullable(attributes.fileKey())));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException && !file.equals(root)) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return stamps;
    }
}
