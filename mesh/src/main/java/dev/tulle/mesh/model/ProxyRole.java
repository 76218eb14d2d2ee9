package dev.tulle.mesh.model;

import java.util.OptionalInt;

/** What a proxy is there for. */
public sealed interface ProxyRole {
    /** Beside an application of the mesh. */
    record Sidecar() implements ProxyRole {}

    /**
     * At the edge: it opens the ports of the {@link EdgeGateway}s that select it.
     *
     * @param applicationPort where the edge application listens, which every HTTP request passes (annotation
     *     {@code tulle.dev/edge-app-port}); empty: the proxy routes by itself
     */
    record Edge(OptionalInt applicationPort) implements ProxyRole {}
}
