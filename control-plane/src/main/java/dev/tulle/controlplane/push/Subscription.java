package dev.tulle.controlplane.push;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.xds.EncodedResource;
import dev.tulle.mesh.xds.ResourceType;
import dev.tulle.mesh.xds.ResourceVersion;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * One type on one stream: what the proxy shall have, and the exceptions, which are the names for which it is not known to have
 * exactly that. So an ACK costs what it acknowledges, and a quiet stream keeps no versions at all.
 *
 * <p>Thread: called only from the push loop.
 */
final class Subscription {
    /** A proxy that does not answer for so long has dropped the response; only clusters may take longer, to warm. */
    private static final Duration LOST = Duration.ofSeconds(15);

    private final ResourceType type;
    private final Predicate<EncodedResource> withheld;
    private final Set<String> names = new HashSet<>();
    private final NavigableMap<String, Optional<ResourceVersion>> behind = new TreeMap<>();
    private final NavigableSet<String> owed = new TreeSet<>();
    private final Set<String> due = new HashSet<>();
    private final InFlight inFlight = new InFlight();
    private final Deque<Set<String>> probes = new ArrayDeque<>();
    private Predicate<String> scope = name -> false;
    private NavigableMap<String, EncodedResource> target = Collections.emptyNavigableMap();
    private boolean active;
    private boolean unanswered;

    /** @param withheld resources that must not be sent */
    Subscription(ResourceType type, Predicate<EncodedResource> withheld) {
        this.type = type;
        this.withheld = withheld;
        this.scope = names::contains;
    }

    ResourceType type() {
        return type;
    }

    /** Whether the proxy has asked for the type on this stream, or was sent it unasked. */
    boolean active() {
        return active;
    }

    NavigableMap<String, EncodedResource> target() {
        return target;
    }

    /** Whether the proxy wants a resource of that name. */
    boolean wants(String name) {
        return active && scope.test(name);
    }

    /** From now on every name is wanted. */
    void subscribeAll(Map<String, ResourceVersion> initial) {
        active = true;
        scope = name -> true;
        for (var resource : target.values()) {
            var has = initial.get(resource.name());
            if (!resource.version().equals(has)) {
                behind.put(resource.name(), Optional.ofNullable(has));
            }
        }
        initial.forEach((name, version) -> {
            if (!target.containsKey(name)) {
                behind.put(name, Optional.of(version));
            }
        });
    }

    /** The proxy asks for these names: each is owed an answer, but where it said that it has the current version. */
    void subscribe(Collection<String> asked, Map<String, ResourceVersion> initial) {
        active = true;
        for (var name : asked) {
            names.add(name);
            var version = due.remove(name) ? null : initial.get(name);
            var resource = target.get(name);
            if (resource != null && resource.version().equals(version)) {
                behind.remove(name);
                continue;
            }
            behind.put(name, Optional.ofNullable(version));
            if (version == null) {
                owed.add(name);
            }
        }
    }

    void unsubscribe(Collection<String> dropped) {
        for (var name : dropped) {
            names.remove(name);
            if (!scope.test(name)) {
                behind.remove(name);
                owed.remove(name);
            }
        }
    }

    /** A proxy that has nothing yet waits for its first answer, even if that says that there is nothing. */
    void awaitAnswer() {
        unanswered = true;
        owed.addAll(target.keySet());
    }

    /** Whether an answer is due, empty or not. */
    boolean unanswered() {
        return unanswered || !owed.isEmpty();
    }

    /** Sends a name's bytes even where the proxy has them; to a proxy that has not asked for the type yet, when it does. */
    void owe(String name) {
        if (!active) {
            due.add(name);
        } else if (target.containsKey(name)) {
            owed.add(name);
        }
    }

    /** Sends all these even where the proxy has them. */
    void owe(Set<String> some) {
        some.forEach(this::owe);
    }

    /** The proxy shall have another set from now on. Returns the names that it must be told of. */
    List<String> retarget(NavigableMap<String, EncodedResource> next, Changes changes) {
        var previous = target;
        target = next;
        if (!active) {
            return List.of();
        }
        var told = new ArrayList<String>();
        for (var name : changes.changed()) {
            if (scope.test(name)) {
                behind.putIfAbsent(name, Optional.ofNullable(previous.get(name)).map(EncodedResource::version));
                told.add(name);
            }
        }
        for (var name : changes.removed()) {
            if (scope.test(name)) {
                behind.putIfAbsent(name, Optional.ofNullable(previous.get(name)).map(EncodedResource::version));
                told.add(name);
            }
        }
        return told;
    }

    /** Whether even an empty answer is due. */
    boolean awaitsEmptyAnswer() {
        return unanswered;
    }

    /** What a proxy that was told of the type unasked had from an earlier stream: the unknown part of it is to be removed. */
    void alsoHas(Map<String, ResourceVersion> initial) {
        initial.forEach((name, version) -> {
            if (!target.containsKey(name)) {
                behind.put(name, Optional.of(version));
            }
        });
    }

    /** Names that the proxy waits for because it asked, or because something it got requires them. */
    NavigableSet<String> owed() {
        return owed;
    }

    /** Resources to send that are new or changed, those in flight and those withheld left out. */
    Map<String, EncodedResource> outdated() {
        if (behind.isEmpty()) {
            return Map.of();
        }
        var found = new LinkedHashMap<String, EncodedResource>();
        for (var iterator = behind.entrySet().iterator(); iterator.hasNext(); ) {
            var entry = iterator.next();
            var wanted = target.get(entry.getKey());
            if (wanted == null) {
                continue;
            }
            if (Optional.of(wanted.version()).equals(entry.getValue()) && !inFlight.brings(entry.getKey())) {
                iterator.remove();
            } else if (!withheld.test(wanted) && !inFlight.brings(wanted)) {
                found.put(entry.getKey(), wanted);
            }
        }
        return found;
    }

    /** Names that the proxy has and shall lose. */
    List<String> obsolete() {
        if (behind.isEmpty()) {
            return List.of();
        }
        behind.entrySet()
                .removeIf(entry -> entry.getValue().isEmpty()
                        && !target.containsKey(entry.getKey())
                        && !owed.contains(entry.getKey())
                        && !inFlight.brings(entry.getKey()));
        return behind.keySet().stream()
                .filter(name -> !target.containsKey(name))
                .filter(name -> !inFlight.removes(name))
                .toList();
    }

    /**
     * Whether a response waits for its ACK: a push waits too, and so takes up what changes meanwhile. Envoy drops a response
     * without a word where it has no subscription yet; such a one is not waited for for ever.
     */
    boolean busy() {
        if (inFlight.isEmpty()) {
            return false;
        }
        return type == ResourceType.CLUSTER || inFlight.hasYoungerThan(LOST);
    }

    /** Whether the proxy is known to have exactly what it shall have. */
    boolean settled() {
        return inFlight.isEmpty()
                && owed.isEmpty()
                && outdated().isEmpty()
                && obsolete().isEmpty()
                && behind.isEmpty();
    }

    /** Whether nothing new or changed has to reach the proxy any more; what is withheld does not count. */
    boolean warm() {
        return inFlight.bringsNothing() && outdated().isEmpty();
    }

    void sent(String nonce, SentResponse response) {
        unanswered = false;
        inFlight.add(nonce, response);
        owed.removeAll(response.resources().keySet());
        response.removed().forEach(owed::remove);
    }

    /** What waits for its ACK. */
    InFlight inFlight() {
        return inFlight;
    }

    /** The proxy has everything in that response. */
    void accepted(String nonce, SentResponse response) {
        inFlight.accepted(nonce);
        response.resources().forEach((name, resource) -> {
            var wanted = target.get(name);
            if (wanted != null && wanted.version().equals(resource.version())) {
                behind.remove(name);
            } else if (wants(name)) {
                behind.put(name, Optional.of(resource.version()));
            }
        });
        for (var name : response.removed()) {
            if (target.containsKey(name) && wants(name)) {
                behind.put(name, Optional.empty());
            } else {
                behind.remove(name);
            }
        }
    }

    /** The proxy refused that response; these names shall be sent again, apart from the others. */
    void retry(Set<String> again) {
        for (var name : again) {
            if (wants(name)) {
                behind.putIfAbsent(name, Optional.empty());
            }
        }
        if (!again.isEmpty()) {
            probes.add(again);
        }
    }

    /** Narrows what is to be sent to the next group of names that must travel alone; all of it when there is none. */
    Map<String, EncodedResource> nextGroup(Map<String, EncodedResource> outdated) {
        while (!probes.isEmpty()) {
            var group = new HashMap<>(outdated);
            group.keySet().retainAll(probes.poll());
            if (!group.isEmpty()) {
                return group;
            }
        }
        return outdated;
    }

    /** The version that the proxy is known to have. */
    Optional<ResourceVersion> accepted(String name) {
        var exception = behind.get(name);
        return exception != null
                ? exception
                : Optional.ofNullable(wants(name) ? target.get(name) : null).map(EncodedResource::version);
    }

    /** Whether something made from that object is still to reach the proxy; what is withheld is not. */
    boolean lags(ConfigKey source) {
        for (var name : behind.keySet()) {
            var wanted = target.get(name);
            if (wanted != null && wanted.sources().contains(source) && !withheld.test(wanted)) {
                return true;
            }
        }
        return false;
    }

    /** Names the proxy is not known to have in their current version. */
    NavigableSet<String> behind() {
        return behind.navigableKeySet();
    }
}
