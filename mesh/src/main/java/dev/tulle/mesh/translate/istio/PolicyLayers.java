package dev.tulle.mesh.translate.istio;

import dev.tulle.mesh.model.TrafficPolicy.LoadBalancing;
import dev.tulle.mesh.model.TrafficPolicy.UpstreamTransport;
import dev.tulle.mesh.translate.istio.PolicyLayer.Setting;
import dev.tulle.mesh.translate.istio.PolicyLayer.Written;
import dev.tulle.mesh.translate.strict.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads traffic policies. Source: DestinationRule TrafficPolicy. */
final class PolicyLayers {
    private static final Map<String, LoadBalancing> BALANCING = Map.of(
            "UNSPECIFIED", LoadBalancing.LEAST_REQUEST,
            "LEAST_REQUEST", LoadBalancing.LEAST_REQUEST,
            "LEAST_CONN", LoadBalancing.LEAST_REQUEST,
            "ROUND_ROBIN", LoadBalancing.ROUND_ROBIN,
            "RANDOM", LoadBalancing.RANDOM);
    private static final Map<String, UpstreamTransport> TLS_MODES =
            Map.of("ISTIO_MUTUAL", UpstreamTransport.MUTUAL_TLS, "DISABLE", UpstreamTransport.DISABLED);

    private final TreeMap<PolicyField, Written> fields = new TreeMap<>();

    private PolicyLayers() {}

    /** The fields of a policy, without those for single ports. */
    static PolicyLayer read(Fields policy) {
        var reader = new PolicyLayers();
        policy.unsupported("tunnel", "proxyProtocol", "retryBudget");
        policy.mapping("loadBalancer").ifPresent(reader::loadBalancer);
        policy.mapping("connectionPool").ifPresent(pool -> {
            pool.mapping("tcp").ifPresent(reader::tcp);
            pool.mapping("http").ifPresent(reader::http);
        });
        var outlierDetection = policy.mapping("outlierDetection");
        outlierDetection.ifPresent(reader::outlierDetection);
        policy.mapping("tls").ifPresent(reader::tls);
        return new PolicyLayer(reader.fields, outlierDetection.isPresent());
    }

    private void loadBalancer(Fields balancer) {
        balancer.unsupported("consistentHash", "localityLbSetting", "zoneAwareLbSetting", "warmup");
        balancer.unsupported("warmupDurationSecs", "backendUtilization");
        choice(balancer, PolicyField.LOAD_BALANCER, BALANCING)
                .ifPresent(value -> put(balancer, PolicyField.LOAD_BALANCER, new Setting.Balancing(value)));
    }

    private void tcp(Fields tcp) {
        count(tcp, PolicyField.MAX_CONNECTIONS, 1, Integer.MAX_VALUE);
        span(tcp, PolicyField.CONNECT_TIMEOUT);
        span(tcp, PolicyField.TCP_IDLE_TIMEOUT);
        span(tcp, PolicyField.MAX_CONNECTION_DURATION);
        tcp.mapping("tcpKeepalive").ifPresent(keepalive -> {
            count(keepalive, PolicyField.KEEPALIVE_PROBES, 1, Integer.MAX_VALUE);
            span(keepalive, PolicyField.KEEPALIVE_TIME);
            span(keepalive, PolicyField.KEEPALIVE_INTERVAL);
        });
    }

    private void http(Fields http) {
        http.unsupported("h2UpgradePolicy", "useClientProtocol", "maxConcurrentStreams", "http2KeepAlive");
        count(http, PolicyField.MAX_PENDING_REQUESTS, 1, Integer.MAX_VALUE);
        count(http, PolicyField.MAX_REQUESTS, 1, Integer.MAX_VALUE);
        count(http, PolicyField.MAX_REQUESTS_PER_CONNECTION, 0, 1 << 29);
        count(http, PolicyField.MAX_RETRIES, 0, Integer.MAX_VALUE);
        span(http, PolicyField.HTTP_IDLE_TIMEOUT);
    }

    private void outlierDetection(Fields outlier) {
        outlier.unsupported("outlierDetectionHttpErrorCodes");
        count(outlier, PolicyField.CONSECUTIVE_5XX, 0, Integer.MAX_VALUE);
        count(outlier, PolicyField.CONSECUTIVE_GATEWAY_ERRORS, 0, Integer.MAX_VALUE);
        legacyConsecutiveErrors(outlier);
        count(outlier, PolicyField.CONSECUTIVE_LOCAL_ORIGIN_FAILURES, 0, Integer.MAX_VALUE);
        flag(outlier, PolicyField.SPLIT_LOCAL_ORIGIN);
        span(outlier, PolicyField.EJECTION_INTERVAL);
        span(outlier, PolicyField.BASE_EJECTION_TIME);
        count(outlier, PolicyField.MAX_EJECTION_PERCENT, 0, 100);
        count(outlier, PolicyField.MIN_HEALTH_PERCENT, 0, 100);
    }

    /** Istio 1.0 made gateway errors of it. */
    private void legacyConsecutiveErrors(Fields outlier) {
        var name = "consecutiveErrors";
        var errors = outlier.integer(name, 0, Integer.MAX_VALUE);
        if (errors.isEmpty()) {
            return;
        }
        if (outlier.has("consecutiveGatewayErrors")) {
            outlier.error(name, "found consecutiveGatewayErrors too, which means the same, expected one of them");
        }
        outlier.note(
                "IST0002",
                name,
                "legacy field, today's Istio ignores it: write consecutiveGatewayErrors",
                "it does what its documentation said");
        fields.put(
                PolicyField.CONSECUTIVE_GATEWAY_ERRORS,
                new Written(new Setting.Count(errors.getAsInt()), outlier.spot(name)));
    }

    private void tls(Fields tls) {
        tls.unsupported("clientCertificate", "privateKey", "caCertificates", "credentialName", "subjectAltNames");
        tls.unsupported("sni", "insecureSkipVerify", "caCrl");
        tls.require("mode");
        choice(tls, PolicyField.TLS_MODE, TLS_MODES)
                .ifPresent(value -> put(tls, PolicyField.TLS_MODE, new Setting.Transport(value)));
    }

    private void count(Fields parent, PolicyField field, int min, int max) {
        var value = parent.integer(leaf(field), min, max);
        if (value.isPresent()) {
            put(parent, field, new Setting.Count(value.getAsInt()));
        }
    }

    private void span(Fields parent, PolicyField field) {
        parent.duration(leaf(field)).ifPresent(value -> put(parent, field, new Setting.Span(value)));
    }

    private void flag(Fields parent, PolicyField field) {
        parent.flag(leaf(field)).ifPresent(value -> put(parent, field, new Setting.Flag(value)));
    }

    private static <E> Optional<E> choice(Fields parent, PolicyField field, Map<String, E> choices) {
        return parent.choice(leaf(field), choices.keySet().stream().sorted().toList())
                .flatMap(name -> Optional.ofNullable(choices.get(name)));
    }

    private void put(Fields parent, PolicyField field, Setting setting) {
        fields.put(field, new Written(setting, parent.spot(leaf(field))));
    }

    private static String leaf(PolicyField field) {
        return List.of(field.path().split("\\.", -1)).getLast();
    }
}
