package dev.tulle.controlplane.push;

import dev.tulle.mesh.config.ConfigObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The ledger's page of one generation of one object.
 *
 * <p>Thread: called only from the push loop.
 */
final class LedgerEntry {
    private final ConfigObject object;
    private final Fate fate;
    private final long sequence;
    private final long seenNanos;
    private final Map<ProxyConnection, Set<ResourceId>> waiting = new HashMap<>();
    private final Map<String, String> nacks = new TreeMap<>();
    private Optional<Long> doneNanos = Optional.empty();
    private boolean held;

    /** Whether the object is there or was deleted. */
    enum Fate {
        PRESENT,
        DELETED
    }

    LedgerEntry(ConfigObject object, Fate fate, long sequence, long seenNanos) {
        this.object = object;
        this.fate = fate;
        this.sequence = sequence;
        this.seenNanos = seenNanos;
    }

    ConfigObject object() {
        return object;
    }

    Fate fate() {
        return fate;
    }

    long sequence() {
        return sequence;
    }

    long seenNanos() {
        return seenNanos;
    }

    Map<ProxyConnection, Set<ResourceId>> waiting() {
        return waiting;
    }

    Map<String, String> nacks() {
        return nacks;
    }

    void await(ProxyConnection proxy, ResourceId resource) {
        waiting.computeIfAbsent(proxy, key -> new HashSet<>()).add(resource);
    }

    /** More is to come of it, whoever has ACKed so far. */
    void hold() {
        held = true;
    }

    /** The last of it is on its way. */
    void release() {
        held = false;
    }

    boolean held() {
        return held;
    }

    /** Nanoseconds from seeing the change to the last ACK. */
    Optional<Long> took() {
        return doneNanos.map(done -> done - seenNanos);
    }

    /** Marks the time when nobody is waited for any more; true at the first such moment. */
    boolean done(long nowNanos) {
        if (held || doneNanos.isPresent() || !waiting.isEmpty()) {
            return false;
        }
        doneNanos = Optional.of(nowNanos);
        return true;
    }
}
