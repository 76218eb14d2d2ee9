package dev.tulle.controlplane.push;

import dev.tulle.mesh.model.WorkloadKey;

/**
 * Who a proxy is, after its token and its node id were found to agree.
 *
 * @param workload the pod it stands beside
 * @param nodeId as it wrote it: {@code sidecar~127.0.1.10~a.servicea~servicea.svc.cluster.local}
 * @param envoyVersion {@code 1.40.0}, empty when it did not say
 */
record ProxyIdentity(WorkloadKey workload, String nodeId, String envoyVersion) {
    @Override
    public String toString() {
        return workload.toString();
    }
}
