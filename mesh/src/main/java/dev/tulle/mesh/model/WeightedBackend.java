package dev.tulle.mesh.model;

/**
 * A share of the requests.
 *
 * @param backend where they go
 * @param weight relative to the sum of all; 0: none
 * @param headers changes for this share only
 */
public record WeightedBackend(Backend backend, int weight, HeaderChanges headers) {
    public WeightedBackend {
        if (weight < 0) {
            throw new IllegalArgumentException("weight must not be negative: " + weight);
        }
    }
}
