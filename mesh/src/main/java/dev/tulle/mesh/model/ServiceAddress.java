package dev.tulle.mesh.model;

import java.util.List;

/** What a service's name resolves to where a caller asks Kubernetes' DNS. Source: Service spec.clusterIPs. */
public sealed interface ServiceAddress {
    /**
     * Addresses that belong to no instance: whoever is called there was meant by the service's name.
     *
     * @param addresses IP addresses, the primary one first; never empty
     */
    record Virtual(List<String> addresses) implements ServiceAddress {
        public Virtual {
            addresses = List.copyOf(addresses);
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException("addresses must not be empty");
            }
        }
    }

    /** The addresses of its instances: the caller chooses one of them itself. Source: clusterIP: None. */
    record Headless() implements ServiceAddress {}
}
