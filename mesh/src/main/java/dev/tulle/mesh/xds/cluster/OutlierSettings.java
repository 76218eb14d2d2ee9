package dev.tulle.mesh.xds.cluster;

import dev.tulle.mesh.model.OutlierEjection;
import dev.tulle.mesh.xds.wire.ProtoValues;
import io.envoyproxy.envoy.config.cluster.v3.OutlierDetection;

/**
 * When an endpoint is taken out. Success-rate ejection, which Envoy has on by default, is off: nobody wrote it. Source:
 * envoy.config.cluster.v3.OutlierDetection.
 */
final class OutlierSettings {
    private static final int ALWAYS = 100;
    private static final int NEVER = 0;

    private OutlierSettings() {}

    static OutlierDetection of(OutlierEjection ejection) {
        var detection = OutlierDetection.newBuilder().setEnforcingSuccessRate(ProtoValues.uint32(NEVER));
        gatewayErrors(ejection, detection);
        serverErrors(ejection, detection);
        ejection.interval().ifPresent(interval -> detection.setInterval(ProtoValues.duration(interval)));
        ejection.baseEjectionTime().ifPresent(base -> detection.setBaseEjectionTime(ProtoValues.duration(base)));
        if (ejection.splitLocalOrigin()) {
            detection.setSplitExternalLocalOriginErrors(true);
            ejection.consecutiveLocalOriginFailures().ifPresent(count -> {
                if (count > 0) {
                    detection.setConsecutiveLocalOriginFailure(ProtoValues.uint32(count));
                }
                detection.setEnforcingConsecutiveLocalOriginFailure(ProtoValues.uint32(count > 0 ? ALWAYS : NEVER));
            });
            detection.setEnforcingLocalOriginSuccessRate(ProtoValues.uint32(NEVER));
        }
        ejection.maxEjectionPercent()
                .ifPresentOrElse(
                        percent -> detection.setMaxEjectionPercent(ProtoValues.uint32(percent)),
                        // With one or two endpoints Envoy's default of 10 % ejects nothing at all.
                        () -> detection.setAlwaysEjectOneHost(ProtoValues.yes()));
        return detection.build();
    }

    private static void gatewayErrors(OutlierEjection ejection, OutlierDetection.Builder detection) {
        ejection.consecutiveGatewayErrors().ifPresent(count -> {
            if (count > 0) {
                detection.setConsecutiveGatewayFailure(ProtoValues.uint32(count));
            }
            detection.setEnforcingConsecutiveGatewayFailure(ProtoValues.uint32(count > 0 ? ALWAYS : NEVER));
        });
    }

    /** Gateway errors are server errors too: whoever writes only those does not want Envoy's five of any kind to strike first. */
    private static void serverErrors(OutlierEjection ejection, OutlierDetection.Builder detection) {
        if (ejection.consecutive5xx().isPresent()) {
            var count = ejection.consecutive5xx().getAsInt();
            if (count > 0) {
                detection.setConsecutive5Xx(ProtoValues.uint32(count));
            }
            detection.setEnforcingConsecutive5Xx(ProtoValues.uint32(count > 0 ? ALWAYS : NEVER));
        } else if (ejection.consecutiveGatewayErrors().isPresent()) {
            detection.setEnforcingConsecutive5Xx(ProtoValues.uint32(NEVER));
        }
    }
}
