package dev.tulle.mesh.injection;

import java.util.Map;

/**
 * What a pod does not say about itself.
 *
 * @param namespace it is in
 * @param namespaceLabels of that namespace
 * @param workload that owns it: the Deployment's name
 */
public record PodContext(String namespace, Map<String, String> namespaceLabels, String workload) {
    public PodContext {
        namespaceLabels = Map.copyOf(namespaceLabels);
    }
}
