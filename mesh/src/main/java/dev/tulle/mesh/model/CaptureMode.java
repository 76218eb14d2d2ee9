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
}
