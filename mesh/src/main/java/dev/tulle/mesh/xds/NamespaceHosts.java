package dev.tulle.mesh.xds;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The virtual hosts for the callers of one namespace: everybody's, with those of the namespace's own services in the place of the
 * same names.
 *
 * @param everybody what they were made from
 * @param own what they were made from
 * @param virtualHosts by name
 */
record NamespaceHosts(
        NavigableMap<String, EncodedResource> everybody,
        List<EncodedResource> own,
        NavigableMap<String, EncodedResource> virtualHosts) {
    static final NamespaceHosts EMPTY =
            new NamespaceHosts(Collections.emptyNavigableMap(), List.of(), Collections.emptyNavigableMap());

    /** {@code previous} itself where it was made from the same objects, and its map where the new one says the same. */
    @SuppressWarnings("ReferenceEquality")
    static NamespaceHosts of(
            NavigableMap<String, EncodedResource> everybody, List<EncodedResource> own, NamespaceHosts previous) {
        if (everybody == previous.everybody && own.equals(previous.own)) {
            return previous;
        }
        var hosts = new TreeMap<>(everybody);
        own.forEach(host -> hosts.put(host.name(), host));
        return new NamespaceHosts(
                everybody, own, Reuse.of(Collections.unmodifiableNavigableMap(hosts), previous.virtualHosts));
    }
}
