package dev.tulle.mesh.translate;

import dev.tulle.mesh.model.ConnectionPool;
import dev.tulle.mesh.model.ConnectionPool.Keepalive;
import dev.tulle.mesh.model.OutlierEjection;
import dev.tulle.mesh.model.TrafficPolicy;
import dev.tulle.mesh.model.TrafficPolicy.LoadBalancing;
import dev.tulle.mesh.model.TrafficPolicy.UpstreamTransport;
import dev.tulle.mesh.translate.istio.PolicyField;
import dev.tulle.mesh.translate.istio.PolicyLayer;
import dev.tulle.mesh.translate.istio.PolicyLayer.Setting;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** The policy that the written fields make; what is not written takes its default. */
final class TrafficPolicies {
    private final PolicyLayer layer;

    private TrafficPolicies(PolicyLayer layer) {
        this.layer = layer;
    }

    static TrafficPolicy of(PolicyLayer layer) {
        return layer.equals(PolicyLayer.EMPTY) ? TrafficPolicy.DEFAULT : new TrafficPolicies(layer).policy();
    }

    private TrafficPolicy policy() {
        return new TrafficPolicy(
                layer.setting(PolicyField.LOAD_BALANCER)
                        .map(setting -> ((Setting.Balancing) setting).value())
                        .orElse(LoadBalancing.LEAST_REQUEST),
                connectionPool(),
                layer.isOutlierDetectionOn() ? Optional.of(outlierEjection()) : Optional.empty(),
                layer.setting(PolicyField.TLS_MODE)
                        .map(setting -> ((Setting.Transport) setting).value())
                        .orElse(UpstreamTransport.AUTO));
    }

    private ConnectionPool connectionPool() {
        return new ConnectionPool(
                count(PolicyField.MAX_CONNECTIONS),
                span(PolicyField.CONNECT_TIMEOUT),
                span(PolicyField.TCP_IDLE_TIMEOUT),
                span(PolicyField.MAX_CONNECTION_DURATION),
                keepalive(),
                count(PolicyField.MAX_PENDING_REQUESTS),
                count(PolicyField.MAX_REQUESTS),
                count(PolicyField.MAX_REQUESTS_PER_CONNECTION),
                count(PolicyField.MAX_RETRIES),
                span(PolicyField.HTTP_IDLE_TIMEOUT));
    }

    private Optional<Keepalive> keepalive() {
        return layer.fields().keySet().stream().anyMatch(PolicyField::isKeepalive)
                ? Optional.of(new Keepalive(
                        count(PolicyField.KEEPALIVE_PROBES),
                        span(PolicyField.KEEPALIVE_TIME),
                        span(PolicyField.KEEPALIVE_INTERVAL)))
                : Optional.empty();
    }

    private OutlierEjection outlierEjection() {
        return new OutlierEjection(
                count(PolicyField.CONSECUTIVE_5XX),
                count(PolicyField.CONSECUTIVE_GATEWAY_ERRORS),
                count(PolicyField.CONSECUTIVE_LOCAL_ORIGIN_FAILURES),
                layer.setting(PolicyField.SPLIT_LOCAL_ORIGIN)
                        .map(setting -> ((Setting.Flag) setting).value())
                        .orElse(false),
                span(PolicyField.EJECTION_INTERVAL),
                span(PolicyField.BASE_EJECTION_TIME),
                count(PolicyField.MAX_EJECTION_PERCENT),
                count(PolicyField.MIN_HEALTH_PERCENT));
    }

    private OptionalInt count(PolicyField field) {
        return layer.setting(field)
                .map(setting -> OptionalInt.of(((Setting.Count) setting).value()))
                .orElseGet(OptionalInt::empty);
    }

    private Optional<Duration> span(PolicyField field) {
        return layer.setting(field).map(setting -> ((Setting.Span) setting).value());
    }
}
