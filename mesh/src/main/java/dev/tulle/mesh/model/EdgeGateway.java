package dev.tulle.mesh.model;

import dev.tulle.mesh.config.ConfigKey;
import java.util.List;
import java.util.Map;

/**
 * Ports at the edge of the mesh, and what goes through them. Source: Istio's Gateway with the VirtualServices bound to it.
 *
 * @param source the Gateway
 * @param selector the labels of the pods that open the ports, in any namespace; never empty
 * @param servers the ports, in the order written
 */
public record EdgeGateway(ConfigKey source, Map<String, String> selector, List<EdgeServer> servers) {
    public EdgeGateway {
        selector = Map.copyOf(selector);
        servers = List.copyOf(servers);
    }

    /** Whether a pod with these labels opens its ports. */
    public boolean selects(Map<String, String> podLabels) {
        return podLabels.entrySet().containsAll(selector.entrySet());
    }
}
