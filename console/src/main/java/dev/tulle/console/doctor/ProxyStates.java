package dev.tulle.console.doctor;

import dev.tulle.console.doctor.Finding.Severity;
import dev.tulle.console.http.Unreachable;
import dev.tulle.console.mesh.ControlPlaneClient;
import dev.tulle.console.mesh.MeshReport;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Does every proxy have what it shall have, and a certificate that is good? */
record ProxyStates(ControlPlaneClient controlPlane, InstantSource clock) implements Check {
    /** Certificates are renewed before half of their life, so this little left means that renewal fails. */
    private static final long SOON_SECONDS = 300;

    @Override
    public List<Finding> findings() throws Unreachable {
        var all = new ArrayList<Finding>();
        var now = clock.instant();
        for (var proxy : new MeshReport(controlPlane).json().path("proxies")) {
            var name = "proxy " + proxy.path("proxy").asText();
            for (var refusal : proxy.path("refusals")) {
                all.add(new Finding(
                        Severity.ERROR,
                        "TUL0203",
                        name,
                        "Envoy refuses " + refusal.path("name").asText() + ": "
                                + refusal.path("message").asText(),
                        "change the object that it was made from; all others are in force"));
            }
            if (proxy.path("state").asText().equals("behind")) {
                all.add(new Finding(
                        Severity.WARNING,
                        "TUL0204",
                        name,
                        "has not taken everything that was sent to it yet",
                        "if it stays so, look at its log"));
            }
            if (proxy.has("expires")) {
                var left = proxy.path("expires").asLong() - now.getEpochSecond();
                if (left < SOON_SECONDS) {
                    all.add(new Finding(
                            left < 0 ? Severity.ERROR : Severity.WARNING,
                            "TUL0205",
                            name,
                            "its certificate " + (left < 0 ? "has expired at " : "expires at ")
                                    + Instant.ofEpochSecond(
                                            proxy.path("expires").asLong()),
                            "the proxy must reach the control plane; look at the clocks of both"));
                }
            }
        }
        return all;
    }
}
