package dev.tulle.mesh.xds.cluster;

import dev.tulle.mesh.model.MeshService;
import dev.tulle.mesh.model.ServiceAddress;
import dev.tulle.mesh.xds.wire.Structs;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LbSubsetConfig;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LbSubsetConfig.LbSubsetFallbackPolicy;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LbSubsetConfig.LbSubsetSelector;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LbSubsetConfig.LbSubsetSelector.LbSubsetSelectorFallbackPolicy;
import io.envoyproxy.envoy.config.core.v3.Metadata;

/**
 * How one instance of a headless service is reached through the service's cluster, so that it has the same mutual TLS, limits and
 * names in metrics as any: by a subset of one endpoint. Source: envoy.config.cluster.v3.Cluster.LbSubsetConfig.
 */
public final class HeadlessInstances {
    private static final String ADDRESS = "address";

    private HeadlessInstances() {}

    /** Whether callers of a service may choose an instance. */
    public static boolean areIn(MeshService service) {
        return service.address()
                .filter(ServiceAddress.Headless.class::isInstance)
                .isPresent();
    }

    /** What an endpoint says of itself, and what a route or a TCP proxy says to reach it and no other. */
    public static Metadata at(String address) {
        return Metadata.newBuilder()
                .putFilterMetadata("envoy.lb", Structs.of(ADDRESS, Structs.text(address)))
                .build();
    }

    /** For the cluster: without metadata, any endpoint. */
    static LbSubsetConfig subsets() {
        return LbSubsetConfig.newBuilder()
                .setFallbackPolicy(LbSubsetFallbackPolicy.ANY_ENDPOINT)
                .addSubsetSelectors(LbSubsetSelector.newBuilder()
                        .addKeys(ADDRESS)
                        .setSingleHostPerSubset(true)
                        .setFallbackPolicy(LbSubsetSelectorFallbackPolicy.NO_FALLBACK))
                .build();
    }
}
