package dev.tulle.mesh.validation;

import dev.tulle.mesh.injection.Selection;
import java.util.List;
import java.util.Set;

/**
 * Probes that the proxy answers instead of the application: it accepts every connection to a captured port, whether the
 * application listens or not.
 */
final class TcpProbes implements Analyzer {
    private static final List<String> PROBES = List.of("startupProbe", "livenessProbe", "readinessProbe");
    private static final String EXCLUDED = "traffic.sidecar.istio.io/excludeInboundPorts";
    private static final String EDGE = "tulle.dev/edge-app-port";

    @Override
    public void analyze(Inventory inventory, Findings findings) {
        for (var pod : inventory.described()) {
            var captured = (pod.hasProxy() || inventory.selection(pod) instanceof Selection.Inject)
                    && !pod.annotations().containsKey(EDGE);
            if (captured) {
                pod.spec().at("containers").items().forEach(container -> container(pod, container, findings));
            }
        }
    }

    private static void container(MeshPod pod, Place container, Findings findings) {
        var excluded = Set.of(
                pod.annotations().getOrDefault(EXCLUDED, "").replace(" ", "").split(",", -1));
        for (var name : PROBES) {
            var port = container.at(name, "tcpSocket", "port");
            if (port.isThere() && !excluded.contains(number(container, port.text()))) {
                findings.warning(
                        "TUL0101",
                        pod.spot(port),
                        "the " + name + " of container "
                                + container.at("name").text() + " only opens a connection to port " + port.text()
                                + ", which the proxy accepts in the application's place; expected httpGet, grpc or exec, or"
                                + " the port in the annotation " + EXCLUDED,
                        "the probe passes even while the application does not listen");
            }
        }
    }

    private static String number(Place container, String port) {
        return container.at("ports").items().stream()
                .filter(each -> each.at("name").text().equals(port))
                .map(each -> each.at("containerPort").text())
                .findFirst()
                .orElse(port);
    }
}
