package dev.tulle.mesh.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One instance that has a proxy beside it: a pod with a sidecar, or a gateway.
 *
 * @param key the pod
 * @param labels what selectors select by
 * @param telemetry the names in metrics
 * @param identity its SPIFFE ID
 * @param serviceAccount the name of its service account, in the pod's namespace
 * @param address the IP address under which peers reach its proxy
 * @param inbound the ports captured towards the application, sorted by number; empty for a gateway
 * @param capture how traffic comes into the proxy
 * @param role sidecar or gateway
 * @param peers what it takes from its callers; empty: both mutual TLS and plain text
 */
public record Workload(
        WorkloadKey key,
        Map<String, String> labels,
        WorkloadLabels telemetry,
        SpiffeId identity,
        String serviceAccount,
        String address,
        List<InboundPort> inbound,
        CaptureMode capture,
        ProxyRole role,
        Optional<PeerPolicy> peers) {
    public Workload {
        labels = Map.copyOf(labels);
        inbound = List.copyOf(inbound);
    }

    /** About which no PeerAuthentication speaks. */
    public Workload(
            WorkloadKey key,
            Map<String, String> labels,
            WorkloadLabels telemetry,
            SpiffeId identity,
            String serviceAccount,
            String address,
            List<InboundPort> inbound,
            CaptureMode capture,
            ProxyRole role) {
        this(key, labels, telemetry, identity, serviceAccount, address, inbound, capture, role, Optional.empty());
    }

    /** What a port of the pod takes from callers, be it one of {@link #inbound} or not. */
    public MutualTlsMode mutualTls(int port) {
        return peers.orElse(PeerPolicy.DEFAULT).on(port);
    }

    /** The same workload with another policy. */
    public Workload withPeers(Optional<PeerPolicy> policy) {
        return peers.equals(policy)
                ? this
                : new Workload(
                        key, labels, telemetry, identity, serviceAccount, address, inbound, capture, role, policy);
    }
}
