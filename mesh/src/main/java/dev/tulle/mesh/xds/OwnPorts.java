package dev.tulle.mesh.xds;

import java.util.List;

/** On which addresses a proxy opens its own ports: those for people, kubelet and Prometheus. */
public sealed interface OwnPorts {
    /** All of them on the node's address, as in local mode. */
    record OnNodeAddress() implements OwnPorts {}

    /**
     * In a pod: health, telemetry and probes on every IPv4 address and on the pod's own, whatever its family; the admin page on
     * 127.0.0.1 only.
     *
     * @param probes what kubelet asks the application through the proxy, in the order of precedence
     */
    record InPod(List<ProbeRoute> probes) implements OwnPorts {
        public InPod {
            probes = List.copyOf(probes);
        }
    }

    /**
     * A probe that kubelet sends to the proxy, which passes it on to the application in plain text and past the mesh, so that it
     * works where the application's port takes mutual TLS only. Headers and timeouts are kubelet's.
     *
     * @param listenPort the proxy's port: {@link Bootstrap#PROBE_PORT}, or another for a second gRPC probe, whose path cannot be
     *     chosen; it must not be redirected
     * @param path asked for by kubelet, without a query: {@code /app-health/servicea/livez}, for gRPC {@code
     *     /grpc.health.v1.Health/Check}
     * @param applicationPort of the container
     * @param applicationPath asked for at the application: {@code /q/health/live?verbose}
     * @param protocol spoken there
     */
    record ProbeRoute(
            int listenPort, String path, int applicationPort, String applicationPath, ProbeProtocol protocol) {}

    /** Source: a probe's httpGet.scheme, or grpc. */
    enum ProbeProtocol {
        HTTP,
        /** Whatever certificate the application shows. */
        HTTPS,
        GRPC
    }
}
