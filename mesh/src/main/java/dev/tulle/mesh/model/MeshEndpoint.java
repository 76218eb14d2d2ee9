package dev.tulle.mesh.model;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One instance behind a service.
 *
 * @param address an IP address
 * @param ports the service's port to the instance's port
 * @param labels of the pod, for subsets
 * @param telemetry the names in metrics
 * @param transport whether it has a proxy that speaks mutual TLS
 * @param hostname the instance's own name below the service's, which a pod of a StatefulSet has: {@code db-0}
 * @param peers what its proxy takes, as callers shall think; empty: both mutual TLS and plain text
 */
public record MeshEndpoint(
        String address,
        SortedMap<Integer, Integer> ports,
        Map<String, String> labels,
        WorkloadLabels telemetry,
        Transport transport,
        Optional<String> hostname,
        Optional<PeerPolicy> peers) {
    /** What the instance accepts. */
    public enum Transport {
        MUTUAL_TLS,
        PLAINTEXT
    }

    public MeshEndpoint {
        ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
        labels = Map.copyOf(labels);
    }

    /** An instance without a name of its own, about which no PeerAuthentication speaks. */
    public MeshEndpoint(
            String address,
            SortedMap<Integer, Integer> ports,
            Map<String, String> labels,
            WorkloadLabels telemetry,
            Transport transport) {
        this(address, ports, labels, telemetry, transport, Optional.empty(), Optional.empty());
    }

    /** About which no PeerAuthentication speaks. */
    public MeshEndpoint(
            String address,
            SortedMap<Integer, Integer> ports,
            Map<String, String> labels,
            WorkloadLabels telemetry,
            Transport transport,
            Optional<String> hostname) {
        this(address, ports, labels, telemetry, transport, hostname, Optional.empty());
    }

    /** What a caller that leaves it to the mesh speaks to a port of the instance. */
    public Transport transport(int port) {
        return peers.orElse(PeerPolicy.DEFAULT).on(port).takesMutualTls() ? transport : Transport.PLAINTEXT;
    }

    /** The same instance with another policy; it means nothing without a proxy. */
    public MeshEndpoint withPeers(Optional<PeerPolicy> policy) {
        return transport == Transport.PLAINTEXT || peers.equals(policy)
                ? this
                : new MeshEndpoint(address, ports, labels, telemetry, transport, hostname, policy);
    }
}
