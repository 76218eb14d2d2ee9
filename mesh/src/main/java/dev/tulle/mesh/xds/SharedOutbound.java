package dev.tulle.mesh.xds;

import dev.tulle.mesh.xds.listener.RedirectedListeners;
import dev.tulle.mesh.xds.route.RouteConfigurations;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What all callers of one kind have in common, by name.
 *
 * @param listeners none with explicit capture
 * @param routes one for each HTTP port; none with explicit capture
 * @param virtualHosts for callers of no namespace in particular
 */
record SharedOutbound(
        NavigableMap<String, EncodedResource> listeners,
        NavigableMap<String, EncodedResource> routes,
        NavigableMap<String, EncodedResource> virtualHosts) {
    static final SharedOutbound NONE = new SharedOutbound(
            Collections.emptyNavigableMap(), Collections.emptyNavigableMap(), Collections.emptyNavigableMap());

    /** What says the same as in {@code previous} is the same object. */
    static SharedOutbound of(CaptureKind kind, Collection<ServiceResources> services, SharedOutbound previous) {
        var listeners = new TreeMap<String, EncodedResource>();
        var virtualHosts = new TreeMap<String, EncodedResource>();
        var ports = new TreeSet<Integer>();
        for (var service : services) {
            var outbound = service.outbound(kind);
            // An address and port that two services have, as headless ones of the same pods, is the first one's.
            outbound.listeners().forEach(listener -> listeners.putIfAbsent(listener.name(), listener));
            outbound.virtualHosts().forEach(host -> virtualHosts.put(host.name(), host));
            ports.addAll(outbound.httpPorts());
        }
        var routes = new TreeMap<String, EncodedResource>();
        switch (kind) {
            case EXPLICIT -> {}
            case REDIRECTED, REDIRECTED_IPV6 -> {
                for (var port : ports) {
                    var listener = kept(
                            previous.listeners,
                            RedirectedListeners.name(kind.wildcard(), port),
                            () -> listener(kind, port));
                    listeners.put(listener.name(), listener);
                    var table = kept(previous.routes, RouteConfigurations.redirectedName(port), () -> routes(port));
                    routes.put(table.name(), table);
                }
                var every = kept(previous.listeners, RedirectedListeners.EVERY, () -> every(kind));
                listeners.put(every.name(), every);
            }
        }
        return new SharedOutbound(
                reused(listeners, previous.listeners),
                reused(routes, previous.routes),
                reused(virtualHosts, previous.virtualHosts));
    }

    /** These depend on their names only. */
    private static EncodedResource kept(
            NavigableMap<String, EncodedResource> previous, String name, Supplier<EncodedResource> fresh) {
        return Optional.ofNullable(previous.get(name)).orElseGet(fresh);
    }

    private static NavigableMap<String, EncodedResource> reused(
            NavigableMap<String, EncodedResource> resources, NavigableMap<String, EncodedResource> previous) {
        return Reuse.of(Collections.unmodifiableNavigableMap(resources), previous);
    }

    private static EncodedResource every(CaptureKind kind) {
        var listener = RedirectedListeners.every(kind.wildcard());
        return EncodedResource.of(ResourceType.LISTENER, listener.getName(), listener, List.of());
    }

    private static EncodedResource listener(CaptureKind kind, int port) {
        var listener = RedirectedListeners.http(kind.wildcard(), port);
        return EncodedResource.of(ResourceType.LISTENER, listener.getName(), listener, List.of());
    }

    private static EncodedResource routes(int port) {
        var routes = RouteConfigurations.redirected(port);
        return EncodedResource.of(ResourceType.ROUTE, routes.getName(), routes, List.of());
    }
}
