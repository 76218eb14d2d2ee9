package dev.tulle.cli.documents;

import dev.tulle.cli.CommandFailure;
import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.ConfigParser.Parsed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what a user names on the command line: files, directories with all below them, and {@code -} for standard input. */
public final class UserDocuments {
    private UserDocuments() {}

    /** All of them in the order given; a directory's in the order of their names. */
    public static Parsed read(List<String> names, String namespace, InputStream standardInput)
            throws IOException, CommandFailure {
        var parsed = new ArrayList<Parsed>();
        for (var name : names) {
            if (name.equals("-")) {
                parsed.add(ConfigParser.parse("standard input", standardInput.readAllBytes(), namespace));
                continue;
            }
            for (var file : files(name)) {
                parsed.add(ConfigParser.parse(file.toString(), Files.readAllBytes(file), namespace));
            }
        }
        return ConfigParser.withoutDuplicates(parsed);
    }

    /** Whether a file of a directory holds documents: hidden files and kustomizations do not. */
    public static boolean isDocument(Path file) {
        var name = file.getFileName().toString();
        return name.matches("[^.].*\\.(yaml|yml|json)") && !name.startsWith("kustomization.");
    }

    /** A file, or the documents below a directory, sorted. */
    static List<Path> files(String name) throws IOException, CommandFailure {
        var path = Path.of(name);
        if (!Files.isDirectory(path)) {
            if (!Files.exists(path)) {
                throw new CommandFailure(path + " does not exist");
            }
            return List.of(path);
        }
        try (var all = Files.walk(path)) {
            var documents = all.filter(Files::isRegularFile)
                    .filter(UserDocuments::isDocument)
                    .sorted()
                    .toList();
            if (documents.isEmpty()) {
                throw new CommandFailure(path + " holds no .yaml, .yml or .json file");
            }
            return documents;
        }
    }
}
