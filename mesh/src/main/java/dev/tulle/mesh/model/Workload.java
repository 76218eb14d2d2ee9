package dev.tulle.mesh.model;

import java.util.List;
import java.util.Map;

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
        ProxyRole role) {
    public Workload {
        labels = Map.copyOf(labels);
        inbound = List.copyOf(inbound);
    }
}
