package dev.tulle.controlplane.files;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Counts the semantic changes of every object, and remembers them in a hidden file.
 *
 * <p>Thread: called only from the watching thread.
 */
final class Generations {
    private static final Logger LOG = Logger.getLogger(Generations.class);

    private final Path file;
    private final Map<ConfigKey, Counted> counted = new HashMap<>();
    private final Map<String, Remembered> remembered = new HashMap<>();
    private boolean unsaved;

    private record Counted(ConfigObject read, ConfigObject numbered, String digest) {}

    private record Remembered(String digest, long generation) {}

    Generations(Path file) {
        this.file = file;
        load();
    }

    /** A file that cannot be read costs the counts and nothing else. */
    private void load() {
        if (!Files.exists(file)) {
            return;
        }
        try {
            var json = new JsonObject(Files.readString(file));
            for (var name : json.fieldNames()) {
                var entry = json.getJsonObject(name);
                remembered.put(name, new Remembered(entry.getString("digest"), entry.getLong("generation")));
            }
        } catch (IOException | DecodeException | ClassCastException | NullPointerException e) {
            LOG.warnf("generations begin again at 1: file=%s cannot be read: %s", file, e.getMessage());
        }
    }

    /** The objects with their generations; an object that did not change is the same instance as before. */
    List<ConfigObject> number(List<ConfigObject> objects) {
        var before = new HashMap<>(counted);
        counted.clear();
        var numbered = objects.stream()
                .map(object -> {
                    var entry = count(object, before);
                    counted.put(object.key(), entry);
                    return entry.numbered();
                })
                .toList();
        unsaved |= !before.keySet().equals(counted.keySet());
        return numbered;
    }

    /** The same instance was read once and cannot have changed; equal instances cost as much to compare as to digest. */
    @SuppressWarnings("ReferenceEquality")
    private Counted count(ConfigObject object, Map<ConfigKey, Counted> before) {
        var known = before.get(object.key());
        if (known != null && known.read() == object) {
            return known;
        }
        var digest = object.digest();
        var last = known != null
                ? new Remembered(known.digest(), known.numbered().generation())
                : remembered.remove(name(object.key()));
        if (last == null) {
            last = new Remembered("", 0);
        }
        var same = last.digest().equals(digest);
        unsaved |= !same;
        var generation = same ? last.generation() : last.generation() + 1;
        return new Counted(object, object.withGeneration(generation), digest);
    }

    /** Writes what changed, atomically. */
    void save() {
        if (!unsaved) {
            return;
        }
        var json = new JsonObject(new TreeMap<>());
        new TreeMap<>(counted)
                .forEach((key, entry) -> json.put(
                        name(key),
                        new JsonObject()
                                .put("digest", entry.digest())
                                .put("generation", entry.numbered().generation())));
        var temporary = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(temporary, json.encodePrettily() + "\n");
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            unsaved = false;
        } catch (IOException e) {
            LOG.warnf("the generations are not saved file=%s: %s", file, e.getMessage());
        }
    }

    private static String name(ConfigKey key) {
        return key.group() + "/" + key.kind() + "/" + key.namespace() + "/" + key.name();
    }
}
