package dev.tulle.mesh.injection;

import dev.tulle.mesh.config.ConfigText;
import dev.tulle.mesh.config.UnreadableDocument;
import dev.tulle.mesh.model.Fraction;
import dev.tulle.mesh.model.WorkloadLabels;
import dev.tulle.mesh.xds.Bootstrap;
import dev.tulle.mesh.xds.Bootstrap.HostPort;
import dev.tulle.mesh.xds.OwnPorts.ProbeRoute;
import java.util.List;
import java.util.Optional;

/** The bootstrap as one argument of Envoy. */
final class ProxyBootstrap {
    private ProxyBootstrap() {}

    /** One line of JSON. */
    static String json(
            Bootstrap.Kind kind, WorkloadLabels telemetry, InjectionSettings settings, List<ProbeRoute> probes) {
        var sampled = Fraction.ofPercent(Double.parseDouble(settings.text(Setting.SAMPLING)));
        var inPod = Bootstrap.inPod(kind, telemetry, sampled, probes);
        var controlPlane = new Bootstrap.ControlPlane.Tls(
                hostPort(settings.text(Setting.DISCOVERY_ADDRESS)),
                Bootstrap.POD_ROOT_CERTIFICATE,
                Bootstrap.POD_TOKEN,
                Bootstrap.POD_TOKEN_SECRET);
        return oneLine(new Bootstrap(
                        inPod.node(),
                        controlPlane,
                        Optional.of(hostPort(settings.text(Setting.ZIPKIN))),
                        sampled,
                        inPod.ownPorts())
                .json());
    }

    private static String oneLine(String json) {
        try {
            return ConfigText.json(ConfigText.read(json).getFirst());
        } catch (UnreadableDocument e) {
            throw new IllegalStateException("the bootstrap is no JSON", e);
        }
    }

    private static HostPort hostPort(String text) {
        var colon = text.lastIndexOf(':');
        return new HostPort(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
}
