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

    /** With ports. Callers of other namespaces (absent) mean another service by the bare name. */
    static List<String> of(ServiceHost host, int port, Optional<String> callerNamespace) {
        var domains = new ArrayList<String>();
        for (var name : names(host, callerNamespace)) {
            domains.add(name + ":" + port);
            if (port == DEFAULT_PORT) {
                domains.add(name);
            }
        }
        return domains;
    }

    /** Without ports, the longest first. */
    static List<String> names(ServiceHost host, Optional<String> callerNamespace) {
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
        return names;
    }

    /**
     * The names of a headless service's instance. Those that another service may have too are left out: {@code db-0.db}, short
     * for an instance of {@code db} in the caller's namespace, is also the service {@code db-0} in the namespace {@code db}.
     */
    static List<String> ofInstance(String hostname, List<String> serviceNames) {
        return serviceNames.stream()
                .map(name -> hostname + "." + name)
                .filter(name -> !isServices(name.split("\\.")))
                .toList();
    }

    private static boolean isServices(String[] labels) {
        return labels.length < 3 || (labels.length == 3 && labels[2].equals("svc"));
    }

    /** An address as a Host header has it. */
    static String ofAddress(String address) {
        return address.indexOf(':') < 0 ? address : "[" + address + "]";
    }
}
