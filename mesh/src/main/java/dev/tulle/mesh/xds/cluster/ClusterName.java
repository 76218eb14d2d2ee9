package dev.tulle.mesh.xds.cluster;

import dev.tulle.mesh.model.ServiceHost;
import dev.tulle.mesh.model.SubsetName;
import java.util.Optional;

/**
 * A cluster's name as Istio writes it, a function of what it stands for: {@code outbound|8081|v1|servicec.servicec.svc.cluster.local}.
 */
public record ClusterName(String name) {
    /** Towards a service, or some of it. */
    public static ClusterName outbound(ServiceHost host, int port, Optional<SubsetName> subset) {
        return new ClusterName(
                "outbound|" + port + "|" + subset.map(SubsetName::name).orElse("") + "|" + host.name());
    }

    /** Towards the proxy's own application. */
    public static ClusterName inbound(int port) {
        return new ClusterName("inbound|" + port + "||");
    }

    /** Where the requests for a backend that does not exist go. */
    public static ClusterName invalid(String wanted) {
        return new ClusterName("invalid|" + wanted);
    }

    /**
     * The server name that a sidecar asks for in TLS: {@code outbound_.8081_.v1_.servicec.servicec.svc.cluster.local}. Outbound
     * names only.
     */
    static String serverName(ServiceHost host, int port, Optional<SubsetName> subset) {
        return "outbound_." + port + "_." + subset.map(SubsetName::name).orElse("") + "_." + host.name();
    }

    @Override
    public String toString() {
        return name;
    }
}
