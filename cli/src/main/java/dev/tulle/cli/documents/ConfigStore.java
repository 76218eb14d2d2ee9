package dev.tulle.cli.documents;

import dev.tulle.cli.state.AtomicFiles;
import dev.tulle.cli.state.StateDirectory;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** The objects of a mesh's watched directory, as kubectl sees those of a cluster: each can be put and removed by itself. */
public final class ConfigStore {
    private final StateDirectory state;
    private final SequencedMap<Path, List<ConfigObject>> files;

    private ConfigStore(StateDirectory state, SequencedMap<Path, List<ConfigObject>> files) {
        this.state = state;
        this.files = files;
    }

    /** Reads the directory as it is now; what cannot be read is left out. */
    public static ConfigStore open(StateDirectory state) throws IOException {
        var files = new TreeMap<Path, List<ConfigObject>>();
        for (var file : documents(state.config())) {
            files.put(file, read(state.config(), file));
        }
        return new ConfigStore(state, files);
    }

    /** The Pod documents that the supervisor wrote. */
    public static List<ConfigObject> pods(StateDirectory state) throws IOException {
        var pods = new ArrayList<ConfigObject>();
        for (var file : documents(state.pods())) {
            pods.addAll(read(state.pods(), file));
        }
        return pods;
    }

    /** Every object once, sorted by key. */
    public SequencedMap<ConfigKey, ConfigObject> objects() {
        var objects = new TreeMap<ConfigKey, ConfigObject>();
        files.values().forEach(all -> all.forEach(object -> objects.putIfAbsent(object.key(), object)));
        return objects;
    }

    /** Puts an object in place of the one with its key, by one rename. */
    public Put.Stored put(ConfigObject object, Instant now) throws IOException {
        var key = object.key();
        var existing = Optional.ofNullable(objects().get(key));
        var created = existing.isPresent() ? existing.get().created() : Optional.of(now);
        var metadata = new LinkedHashMap<String, String>();
        created.ifPresent(time -> metadata.put("creationTimestamp", time.toString()));
        var text = YamlText.of(object, metadata);
        var file = fileOf(key).orElseGet(() -> state.applied().resolve(fileName(key)));
        var stored = ConfigParser.parse(
                        state.config().relativize(file).toString(), text.getBytes(StandardCharsets.UTF_8))
                .objects()
                .getFirst();
        if (existing.filter(before -> before.digest().equals(stored.digest())).isPresent()) {
            return new Put.Stored(existing.get(), Put.Change.NONE);
        }
        var content = new ArrayList<ConfigObject>();
        var replaced = false;
        for (var other : files.getOrDefault(file, List.of())) {
            var same = other.key().equals(key);
            content.add(same ? stored : other);
            replaced |= same;
        }
        if (!replaced) {
            content.add(stored);
        }
        write(file, content);
        return new Put.Stored(stored, existing.isPresent() ? Put.Change.CHANGED : Put.Change.CREATED);
    }

    /** Removes an object; says whether it was there. */
    public boolean remove(ConfigKey key) throws IOException {
        var file = fileOf(key);
        if (file.isEmpty()) {
            return false;
        }
        var content = new ArrayList<>(files.getOrDefault(file.get(), List.of()));
        content.removeIf(object -> object.key().equals(key));
        if (content.isEmpty()) {
            Files.deleteIfExists(file.get());
            files.remove(file.get());
        } else {
            write(file.get(), content);
        }
        return true;
    }

    private void write(Path file, List<ConfigObject> content) throws IOException {
        var text = new StringBuilder();
        for (var object : content) {
            text.append(text.isEmpty() ? "" : "---\n").append(YamlText.of(object, Map.of()));
        }
        if (content.stream().anyMatch(object -> object.key().kind().equals("Secret"))) {
            AtomicFiles.writeSecret(file, text.toString());
        } else {
            AtomicFiles.write(file, text.toString());
        }
        files.put(file, List.copyOf(content));
    }

    private Optional<Path> fileOf(ConfigKey key) {
        return files.entrySet().stream()
                .filter(entry -> entry.getValue().stream()
                        .anyMatch(object -> object.key().equals(key)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static String fileName(ConfigKey key) {
        var parts = key.namespace().isEmpty()
                ? List.of(key.kind(), key.name())
                : List.of(key.kind(), key.namespace(), key.name());
        return String.join(".", parts).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "_") + ".yaml";
    }

    private static List<ConfigObject> read(Path root, Path file) throws IOException {
        try {
            return ConfigParser.parse(root.relativize(file).toString(), Files.readAllBytes(file))
                    .objects();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static List<Path> documents(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (var all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .filter(UserDocuments::isDocument)
                    .sorted()
                    .toList();
        }
    }
}
