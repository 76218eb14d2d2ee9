package dev.tulle.mesh.xds;

import java.util.Optional;

/** The resource types that Tulle serves, in the order in which a change must reach a proxy (make before break). */
public enum ResourceType {
    CLUSTER("type.googleapis.com/envoy.config.cluster.v3.Cluster"),
    ENDPOINT("type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment"),
    SECRET("type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret"),
    LISTENER("type.googleapis.com/envoy.config.listener.v3.Listener"),
    ROUTE("type.googleapis.com/envoy.config.route.v3.RouteConfiguration"),
    VIRTUAL_HOST("type.googleapis.com/envoy.config.route.v3.VirtualHost");

    private final String typeUrl;

    ResourceType(String typeUrl) {
        this.typeUrl = typeUrl;
    }

    /** As it stands in discovery requests and in {@code Any}. */
    public String typeUrl() {
        return typeUrl;
    }

    /** The type of that URL, or empty for one that Tulle does not serve. */
    public static Optional<ResourceType> of(String typeUrl) {
        for (var type : values()) {
            if (type.typeUrl.equals(typeUrl)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
