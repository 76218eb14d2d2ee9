package dev.tulle.mesh.model;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The whole mesh at one moment. Immutable; equal parts of two models may be the same object.
 *
 * @param trustDomain of every SPIFFE ID: {@code cluster.local}
 * @param services by host
 * @param workloads every instance that has a proxy, by key
 * @param gateways every edge gateway that at least one object declares, sorted by key
 * @param peers the PeerAuthentications that the workloads' and endpoints' policies follow from; empty: there is none
 */
public record MeshModel(
        String trustDomain,
        NavigableMap<ServiceHost, MeshService> services,
        NavigableMap<WorkloadKey, Workload> workloads,
        List<EdgeGateway> gateways,
        Optional<PeerPolicies> peers) {
    public MeshModel {
        services = Collections.unmodifiableNavigableMap(new TreeMap<>(services));
        workloads = Collections.unmodifiableNavigableMap(new TreeMap<>(workloads));
        gateways = List.copyOf(gateways);
    }

    /** Without a PeerAuthentication. */
    public MeshModel(
            String trustDomain,
            NavigableMap<ServiceHost, MeshService> services,
            NavigableMap<WorkloadKey, Workload> workloads,
            List<EdgeGateway> gateways) {
        this(trustDomain, services, workloads, gateways, Optional.empty());
    }
}
