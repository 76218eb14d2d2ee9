package dev.tulle.console.doctor;

import dev.tulle.console.doctor.Finding.Severity;
import dev.tulle.console.http.Unreachable;
import dev.tulle.console.mesh.ControlPlaneClient;
import java.util.List;
import java.util.TreeSet;

/** Which pods have no connected proxy? */
record MissingProxies(ControlPlaneClient controlPlane) implements Check {
    @Override
    public List<Finding> findings() throws Unreachable {
        var config = controlPlane.config();
        var connected = new TreeSet<String>();
        config.proxies().forEach(proxy -> connected.add(proxy.path("proxy").asText()));
        return config.workloads().keySet().stream()
                .filter(pod -> !connected.contains(pod))
                .map(pod -> new Finding(
                        Severity.WARNING,
                        "TUL0206",
                        "pod " + pod,
                        "no proxy of it is connected: it has no sidecar, or its sidecar does not reach the control"
                                + " plane",
                        "label its namespace for injection and restart it, or read the log of its proxy"))
                .toList();
    }
}
