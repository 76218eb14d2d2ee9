package dev.tulle.mesh.model;

import java.util.Optional;

/** Where a request may go. */
public sealed interface Backend {
    /** A service, or some of it. */
    record Service(ServiceHost host, int port, Optional<SubsetName> subset) implements Backend {
        public Service {
            Ports.check("port", port);
        }
    }

    /**
     * What the rule names does not exist. It keeps its weight; its share of the requests is answered with 503.
     *
     * @param wanted what was written: {@code servicec.servicec.svc.cluster.local:8081 subset v3}
     */
    record Invalid(String wanted) implements Backend {}
}
