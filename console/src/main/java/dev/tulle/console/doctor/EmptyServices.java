package dev.tulle.console.doctor;

import dev.tulle.console.doctor.Finding.Severity;
import dev.tulle.console.http.Unreachable;
import dev.tulle.console.mesh.ControlPlaneClient;
import java.util.ArrayList;
import java.util.List;

/** Which services have nobody behind them? */
record EmptyServices(ControlPlaneClient controlPlane) implements Check {
    @Override
    public List<Finding> findings() throws Unreachable {
        var all = new ArrayList<Finding>();
        for (var service : controlPlane.get("debug/registryz")) {
            if (service.path("endpoints").asInt() == 0) {
                all.add(new Finding(
                        Severity.WARNING,
                        "KIA0701",
                        "service " + service.path("hostname").asText(),
                        "no ready pod is behind it, or none that has its target port: callers get 503 with flag UH",
                        "compare its selector and target port with the labels and ports of the pods"));
            }
        }
        return all;
    }
}
