package dev.tulle.mesh.xds.route;

import dev.tulle.mesh.model.ServiceHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Host headers by which callers mean a service: its full host, and for a Kubernetes Service the short forms that its search
 * domains allow, each with the port and, for port 80, without.
 */
final class ServiceDomains {
    private static final String SERVICE_LABEL = ".svc.";
    private static final int DEFAULT_PORT = 80;

    private ServiceDomains() {}

    /** Callers of other namespaces (absent) mean another service by the bare name. */
    static List<String> of(ServiceHost host, int port, Optional<String> callerNamespace) {
        var names = new ArrayList<String>();
        names.add(host.name());
        var cut = host.name().indexOf(SERVICE_LABEL);
        if (cut > 0) {
            var inNamespace = host.name().substring(0, cut);
            names.add(inNamespace + ".svc");
            names.add(inNamespace);
            var dot = inNamespace.indexOf('.');
            if (dot > 0
                    && callerNamespace
                            .filter(inNamespace.substring(dot + 1)::equals)
                            .isPresent()) {
                names.add(inNamespace.substring(0, dot));
            }
        }
        var domains = new ArrayList<String>();
        for (var name : names) {
            domains.add(name + ":" + port);
            if (port == DEFAULT_PORT) {
                domains.add(name);
            }
        }
        return domains;
    }
}
