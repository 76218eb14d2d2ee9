package dev.tulle.mesh.model;

import java.util.Collections;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a proxy is there for. */
public sealed interface ProxyRole {
    /** Beside an application of the mesh. */
    record Sidecar() implements ProxyRole {}

    /**
     * At the edge: it opens the ports of the {@link EdgeGateway}s that select it.
     *
     * @param applicationPort where the edge application listens, which every HTTP request passes (annotation
     *     {@code tulle.dev/edge-app-port}); empty: the proxy routes by itself
     * @param targetPorts for the Services that select the pod, ready or not: a Service's port to the pod's own, as 80 to 8080.
     *     A Gateway's port that is not in it is opened as {@link #podPort} says
     */
    record Edge(OptionalInt applicationPort, SortedMap<Integer, Integer> targetPorts) implements ProxyRole {
        private static final int LAST_PRIVILEGED_PORT = 1023;
        private static final int UNPRIVILEGED_OFFSET = 8000;

        public Edge {
            targetPorts = Collections.unmodifiableSortedMap(new TreeMap<>(targetPorts));
        }

        /**
         * The pod's port for a Gateway's port. Without a Service that maps it, it is the port itself, and 8000 more where only
         * root may open it (80 is 8080, 443 is 8443).
         */
        public int podPort(int gatewayPort) {
            var unmapped = gatewayPort <= LAST_PRIVILEGED_PORT ? gatewayPort + UNPRIVILEGED_OFFSET : gatewayPort;
            return targetPorts.getOrDefault(gatewayPort, unmapped);
        }
    }
}
