package dev.tulle.mesh.envoy;

/**
 * The secrets of one proxy.
 *
 * @param json static_resources.secrets, JSON items without the brackets
 */
public record TestSecrets(String json) {}
