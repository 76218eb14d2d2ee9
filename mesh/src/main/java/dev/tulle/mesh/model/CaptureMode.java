package dev.tulle.mesh.model;

import java.util.Optional;

/** How an application's traffic comes into its proxy. */
public sealed interface CaptureMode {
    /**
     * Nothing is redirected: the proxy listens on an address of its own and the application uses it as its HTTP proxy. A local
     * workload is a pod whose addresses are loopback addresses.
     *
     * @param proxyAddress the proxy's address, which is the pod's: {@code 127.0.1.10}
     * @param applicationAddress where the application listens: {@code 127.0.2.10}
     * @param publishedAddress a further address for the ports of a gateway's LoadBalancer Service: {@code 127.0.0.1}
     */
    record Explicit(String proxyAddress, String applicationAddress, Optional<String> publishedAddress)
            implements CaptureMode {}

    /**
     * A pod of Kubernetes, with a network namespace of its own. Beside an application the kernel redirects what it sends to port
     * 15001 and what it receives to port 15006. At the edge nothing is redirected: the proxy itself listens on the pod's address,
     * and the application behind it on 127.0.0.1.
     *
     * @param podAddress status.podIP: {@code 10.244.0.7}
     */
    record Redirected(String podAddress) implements CaptureMode {}
}
