package dev.tulle.cli.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * The layout of {@code .tulle/}.
 *
 * @param root absolute
 */
public record StateDirectory(Path root) {
    /** Its name when nobody says otherwise. */
    public static final String NAME = ".tulle";

    public StateDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /** The nearest {@code .tulle/} in that directory or one above it. */
    public static Optional<StateDirectory> above(Path directory) {
        for (var current = directory.toAbsolutePath().normalize(); current != null; current = current.getParent()) {
            if (Files.isDirectory(current.resolve(NAME))) {
                return Optional.of(new StateDirectory(current.resolve(NAME)));
            }
        }
        return Optional.empty();
    }

    /** What users wrote; the watched directory. */
    public Path config() {
        return root.resolve("config");
    }

    /** The copy of the manifests that `up` was given. */
    public Path apps() {
        return config().resolve("apps");
    }

    /** What `tulle apply` wrote, one file per object. */
    public Path applied() {
        return config().resolve("applied");
    }

    /** One Pod document per running pod. */
    public Path pods() {
        return root.resolve("pods");
    }

    /** The certificate authority's key and certificate, made by the control plane. */
    public Path authority() {
        return root.resolve("ca");
    }

    /** The certificate with which proxies check the control plane. */
    public Path rootCertificate() {
        return authority().resolve("root-cert.pem");
    }

    /** The signing key and the tokens, one per service account. */
    public Path tokens() {
        return root.resolve("tokens");
    }

    /** The files of one pod's Envoy. */
    public Path envoy(String namespace, String pod) {
        return root.resolve("envoy").resolve(namespace + "." + pod);
    }

    /** One record per process. */
    public Path processes() {
        return root.resolve("processes");
    }

    /** One log per process; they stay until the next `up`. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** The log of one process. */
    public Path log(String process) {
        return logs().resolve(process + ".log");
    }

    /** Prometheus' configuration, targets and data. */
    public Path prometheus() {
        return root.resolve("prometheus");
    }

    /** Who supervises this mesh, and its addresses. */
    public Path supervisor() {
        return root.resolve("supervisor.json");
    }

    /** Locked by the supervisor for as long as it lives. */
    public Path lock() {
        return root.resolve("supervisor.lock");
    }

    /** Removes everything but the logs: what is left when a mesh has been stopped. */
    public void clear() {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (var entries = Files.newDirectoryStream(root)) {
            for (var entry : entries) {
                if (!entry.equals(logs())) {
                    delete(entry);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clear " + root, e);
        }
    }

    /** Deletes a file or a whole directory; one that is not there is as good as deleted. */
    public static void delete(Path path) throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(path);
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
