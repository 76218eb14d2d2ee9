package dev.tulle.mesh.config;

import java.util.Collection;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Every object of one moment, sorted by key. Immutable. */
public record ConfigSnapshot(NavigableMap<ConfigKey, ConfigObject> objects) {
    /** No object at all. */
    public static final ConfigSnapshot EMPTY = new ConfigSnapshot(new TreeMap<>());

    public ConfigSnapshot {
        objects = Collections.unmodifiableNavigableMap(new TreeMap<>(objects));
    }

    /** A snapshot of these objects; of two with one key the later one counts. */
    public static ConfigSnapshot of(Collection<ConfigObject> objects) {
        var sorted = new TreeMap<ConfigKey, ConfigObject>();
        objects.forEach(object -> sorted.put(object.key(), object));
        return new ConfigSnapshot(sorted);
    }

    /** The object of that key. */
    public Optional<ConfigObject> find(ConfigKey key) {
        return Optional.ofNullable(objects.get(key));
    }
}
