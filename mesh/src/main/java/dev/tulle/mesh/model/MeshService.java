package dev.tulle.mesh.model;

import dev.tulle.mesh.config.ConfigKey;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A service that workloads may call.
 *
 * @param host its fully qualified host
 * @param source the object that declares it (a Service)
 * @param ports sorted by number
 * @param endpoints ready instances, sorted by address
 * @param identities the SPIFFE IDs that its instances (also those not ready) may present; empty: not in the mesh
 * @param subsets by name
 * @param policySources the DestinationRules that made its policies and subsets, sorted
 * @param address what its name resolves to; absent where nobody knows, as in local mode
 */
public record MeshService(
        ServiceHost host,
        ConfigKey source,
        List<MeshServicePort> ports,
        List<MeshEndpoint> endpoints,
        List<SpiffeId> identities,
        SortedMap<SubsetName, ServiceSubset> subsets,
        List<ConfigKey> policySources,
        Optional<ServiceAddress> address) {
    public MeshService {
        ports = List.copyOf(ports);
        endpoints = List.copyOf(endpoints);
        identities = List.copyOf(identities);
        subsets = Collections.unmodifiableSortedMap(new TreeMap<>(subsets));
        policySources = List.copyOf(policySources);
    }

    /** A service of whose address nothing is known. */
    public MeshService(
            ServiceHost host,
            ConfigKey source,
            List<MeshServicePort> ports,
            List<MeshEndpoint> endpoints,
            List<SpiffeId> identities,
            SortedMap<SubsetName, ServiceSubset> subsets,
            List<ConfigKey> policySources) {
        this(host, source, ports, endpoints, identities, subsets, policySources, Optional.empty());
    }

    /** The same service with other instances. */
    public MeshService withEndpoints(List<MeshEndpoint> others) {
        return endpoints.equals(others)
                ? this
                : new MeshService(host, source, ports, others, identities, subsets, policySources, address);
    }
}
