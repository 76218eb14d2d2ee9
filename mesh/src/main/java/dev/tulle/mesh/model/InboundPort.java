package dev.tulle.mesh.model;

/**
 * A port of a workload that some service sends to.
 *
 * @param port the port of the pod, 1 to 65535 (the Service's targetPort, resolved)
 * @param protocol what is spoken there
 * @param service the service that names it first (by host), for the destination_service labels
 * @param servicePort that service's own port
 */
public record InboundPort(int port, Protocol protocol, ServiceHost service, int servicePort) {
    public InboundPort {
        Ports.check("port", port);
        Ports.check("servicePort", servicePort);
    }
}
