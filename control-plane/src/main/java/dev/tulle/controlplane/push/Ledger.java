package dev.tulle.controlplane.push;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Origin;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.xds.EncodedResource;
import dev.tulle.mesh.xds.ResourceType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who was sent what because of which object, and who has ACKed or refused it.
 *
 * <p>Thread: called only from the push loop.
 */
final class Ledger {
    /** For so long one can ask for an object that is gone. */
    private static final Duration MEMORY_OF_DELETED = Duration.ofMinutes(10);

    private final Quarantine quarantine;
    private final PushMetrics metrics;
    private final Map<ConfigKey, LedgerEntry> entries = new TreeMap<>();
    private final Map<ProxyConnection, Set<LedgerEntry>> awaiting = new HashMap<>();
    private final Map<EncodedResource, List<Problem>> refusals = new LinkedHashMap<>();
    private ConfigSnapshot snapshot = ConfigSnapshot.EMPTY;
    private Set<ConfigKey> changed = Set.of();

    Ledger(Quarantine quarantine, PushMetrics metrics) {
        this.quarantine = quarantine;
        this.metrics = metrics;
    }

    /** A snapshot came; what differs from the last one gets a page of its own. Streams tell their part by {@link #affected}. */
    void begin(ConfigSnapshot next, long sequence, long seenNanos) {
        var different = new HashSet<ConfigKey>();
        next.objects().forEach((key, object) -> {
            var before = snapshot.find(key);
            if (before.isEmpty() || differ(before.get(), object)) {
                different.add(key);
                open(new LedgerEntry(object, LedgerEntry.Fate.PRESENT, sequence, seenNanos));
            }
        });
        snapshot.objects().forEach((key, object) -> {
            if (!next.objects().containsKey(key)) {
                different.add(key);
                open(new LedgerEntry(object, LedgerEntry.Fate.DELETED, sequence, seenNanos));
            }
        });
        snapshot = next;
        changed = different;
        entries.values()
                .removeIf(entry -> entry.fate() == LedgerEntry.Fate.DELETED
                        && seenNanos - entry.seenNanos() > MEMORY_OF_DELETED.toNanos());
        refusals.values().removeIf(problems -> problems.stream()
                .flatMap(problem -> problem.object().stream())
                .anyMatch(different::contains));
    }

    /** A source keeps the instance of an object that it did not read again, so most comparisons cost nothing. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean differ(ConfigObject before, ConfigObject after) {
        return before != after && !before.digest().equals(after.digest());
    }

    private void open(LedgerEntry entry) {
        var old = entries.put(entry.object().key(), entry);
        if (old != null) {
            old.waiting().keySet().forEach(proxy -> forget(proxy, old));
        }
    }

    /** What is about to be sent comes of these objects, which have not changed again. */
    void resume(Set<ConfigKey> keys) {
        changed = keys;
    }

    /** These are not done before they are released, whoever has ACKed. */
    void hold(Set<ConfigKey> keys) {
        keys.forEach(key -> Optional.ofNullable(entries.get(key)).ifPresent(LedgerEntry::hold));
    }

    /** No more is to come of these. */
    void release(Set<ConfigKey> keys) {
        keys.forEach(key -> Optional.ofNullable(entries.get(key)).ifPresent(LedgerEntry::release));
    }

    /** Keys that the last snapshot changed. */
    Set<ConfigKey> changed() {
        return changed;
    }

    /** A stream must be told of these names. */
    void affected(ProxyConnection proxy, ResourceType type, LedgerChange change) {
        if (change.told().isEmpty() || Collections.disjoint(changed, change.sources())) {
            return;
        }
        for (var name : change.told()) {
            var before = Optional.ofNullable(change.before().get(name));
            var after = Optional.ofNullable(change.after().get(name));
            var sources = new LinkedHashSet<ConfigKey>();
            before.ifPresent(resource -> sources.addAll(resource.sources()));
            after.ifPresent(resource -> sources.addAll(resource.sources()));
            var words = after.flatMap(quarantine::words);
            for (var key : sources) {
                var entry = entries.get(key);
                if (entry == null || !changed.contains(key)) {
                    continue;
                }
                if (words.isPresent()) {
                    entry.nacks().put(proxy.toString(), words.get());
                } else {
                    entry.await(proxy, new ResourceId(type, name));
                    awaiting.computeIfAbsent(proxy, unused -> new LinkedHashSet<>())
                            .add(entry);
                }
            }
        }
    }

    /** All streams have told their part. */
    void end() {
        changed.forEach(key -> finish(Optional.ofNullable(entries.get(key))));
    }

    void accepted(ProxyConnection proxy, ResourceType type, SentResponse sent) {
        for (var entry : awaitedBy(proxy)) {
            var waiting = entry.waiting().get(proxy);
            if (waiting == null || sent.sequence() < entry.sequence()) {
                continue;
            }
            waiting.removeIf(id -> id.type() == type
                    && (sent.resources().containsKey(id.name())
                            || sent.removed().contains(id.name())));
            reached(proxy, entry, waiting);
        }
    }

    /** The proxy has everything of that type that it shall have. */
    void settled(ProxyConnection proxy, ResourceType type) {
        for (var entry : awaitedBy(proxy)) {
            var waiting = entry.waiting().get(proxy);
            if (waiting != null) {
                waiting.removeIf(id -> id.type() == type);
                reached(proxy, entry, waiting);
            }
        }
    }

    void refused(ProxyConnection proxy, EncodedResource culprit, String message) {
        var id = new ResourceId(culprit.type(), culprit.name());
        for (var entry : awaitedBy(proxy)) {
            var waiting = entry.waiting().get(proxy);
            if (waiting != null && waiting.remove(id)) {
                entry.nacks().put(proxy.toString(), message);
                reached(proxy, entry, waiting);
            }
        }
        var blamed = blame(proxy, culprit, message);
        blamed.stream()
                .flatMap(problem -> problem.object().stream())
                .flatMap(key -> Optional.ofNullable(entries.get(key)).stream())
                .forEach(entry -> entry.nacks().put(proxy.toString(), message));
        refusals.put(culprit, blamed);
    }

    /** The objects of a resource that changed last are those to look at. */
    private List<Problem> blame(ProxyConnection proxy, EncodedResource culprit, String message) {
        var newest = culprit.sources().stream()
                .flatMap(key -> Optional.ofNullable(entries.get(key)).stream())
                .mapToLong(LedgerEntry::sequence)
                .max()
                .orElse(0);
        var problems = new ArrayList<Problem>();
        for (var key : culprit.sources()) {
            var entry = Optional.ofNullable(entries.get(key)).filter(found -> found.sequence() == newest);
            entry.ifPresent(found -> problems.add(refusal(proxy, culprit, message, found.object())));
        }
        return problems;
    }

    private static Problem refusal(
            ProxyConnection proxy, EncodedResource culprit, String message, ConfigObject object) {
        Origin origin = object.origin();
        return new Problem(
                Problem.Severity.ERROR,
                "",
                Optional.of(object.key()),
                origin,
                "",
                "Envoy of " + proxy + " refused " + culprit.type() + " " + culprit.name() + ": " + message,
                "the proxies keep the last form of it that they accepted");
    }

    private void reached(ProxyConnection proxy, LedgerEntry entry, Set<ResourceId> waiting) {
        if (waiting.isEmpty()) {
            entry.waiting().remove(proxy);
            forget(proxy, entry);
            finish(Optional.of(entry));
        }
    }

    private void finish(Optional<LedgerEntry> entry) {
        if (entry.isPresent() && entry.get().done(System.nanoTime())) {
            entry.get().took().ifPresent(nanos -> metrics.converged(Duration.ofNanos(nanos)));
        }
    }

    private List<LedgerEntry> awaitedBy(ProxyConnection proxy) {
        var entriesOf = awaiting.get(proxy);
        return entriesOf == null ? List.of() : List.copyOf(entriesOf);
    }

    private void forget(ProxyConnection proxy, LedgerEntry entry) {
        var entriesOf = awaiting.get(proxy);
        if (entriesOf != null) {
            entriesOf.remove(entry);
            if (entriesOf.isEmpty()) {
                awaiting.remove(proxy);
            }
        }
    }

    /** Nobody waits for a proxy that is gone. */
    void disconnected(ProxyConnection proxy) {
        for (var entry : awaitedBy(proxy)) {
            entry.waiting().remove(proxy);
            finish(Optional.of(entry));
        }
        awaiting.remove(proxy);
    }

    Optional<LedgerEntry> entry(ConfigKey key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** What proxies have refused, in words. */
    List<Problem> refusals() {
        return refusals.values().stream()
                .flatMap(List::stream)
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
    }
}
