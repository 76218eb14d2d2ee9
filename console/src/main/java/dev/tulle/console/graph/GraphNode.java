package dev.tulle.console.graph;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A node.
 *
 * @param members the workloads that it stands for, as {@code namespace/name}
 * @param badges with the objects that cause them, as {@code VirtualService servicec/servicec-route}; empty set: no object does
 */
record GraphNode(
        NodeKey key, NavigableSet<String> members, NavigableMap<Badge, NavigableSet<String>> badges, Health health) {
    GraphNode {
        members = Collections.unmodifiableNavigableSet(new TreeSet<>(members));
        badges = Collections.unmodifiableNavigableMap(new TreeMap<>(badges));
    }

    GraphNode with(Badge badge, NavigableSet<String> causes) {
        var more = new TreeMap<>(badges);
        var all = new TreeSet<>(badges.getOrDefault(badge, new TreeSet<>()));
        all.addAll(causes);
        more.put(badge, Collections.unmodifiableNavigableSet(all));
        return new GraphNode(key, members, more, health);
    }

    GraphNode with(Health other) {
        return new GraphNode(key, members, badges, other);
    }
}
