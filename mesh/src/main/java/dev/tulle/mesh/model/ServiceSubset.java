package dev.tulle.mesh.model;

import java.util.Map;

/**
 * Some of a service's endpoints. Source: DestinationRule subsets[].
 *
 * @param name unique within the service
 * @param labels an endpoint belongs to it when it has them all; empty selects every endpoint
 */
public record ServiceSubset(SubsetName name, Map<String, String> labels) {
    public ServiceSubset {
        labels = Map.copyOf(labels);
    }

    /** Whether an endpoint with these labels belongs to it. */
    public boolean selects(Map<String, String> endpointLabels) {
        return endpointLabels.entrySet().containsAll(labels.entrySet());
    }
}
