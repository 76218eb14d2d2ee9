package dev.tulle.mesh.injection;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What can be set for a proxy: for the mesh by a key of the injection settings, for a pod by an annotation of its own or by a key
 * of {@code proxy.istio.io/config}. Source: Istio's "Resource Annotations" and ProxyConfig.
 */
enum Setting {
    REVISION("revision", "", "", Form.NAME, "default"),
    TRUST_DOMAIN("trustDomain", "", "", Form.HOST, "cluster.local"),
    DISCOVERY_ADDRESS("discoveryAddress", "", "discoveryAddress", Form.HOST_AND_PORT, "istiod.istio-system.svc:15012"),
    PROXY_IMAGE("proxyImage", "sidecar.istio.io/proxyImage", "", Form.IMAGE, "tulle/proxy:dev"),
    IMAGE_PULL_POLICY("imagePullPolicy", "", "", Form.PULL_POLICY, "IfNotPresent"),
    NATIVE_SIDECAR("nativeSidecar", "sidecar.istio.io/nativeSidecar", "", Form.FLAG, "true"),
    HOLD("holdApplicationUntilProxyStarts", "", "holdApplicationUntilProxyStarts", Form.FLAG, "true"),
    REWRITE_PROBES("rewriteAppHTTPProbers", "sidecar.istio.io/rewriteAppHTTPProbers", "", Form.FLAG, "true"),
    LOG_LEVEL("logLevel", "sidecar.istio.io/logLevel", "", Form.LOG_LEVEL, "warning"),
    COMPONENT_LOG_LEVEL("componentLogLevel", "sidecar.istio.io/componentLogLevel", "", Form.COMPONENT_LOG_LEVELS, ""),
    CONCURRENCY("concurrency", "", "concurrency", Form.COUNT, "2"),
    DRAIN_DURATION("drainDuration", "", "drainDuration", Form.DURATION, "45s"),
    /** How long the application goes on while its peers learn that its pod ends; 0s: it is told at once. */
    TERMINATION_DRAIN_DURATION("terminationDrainDuration", "", "terminationDrainDuration", Form.DURATION, "5s"),
    CPU("resources.requests.cpu", "sidecar.istio.io/proxyCPU", "", Form.QUANTITY, "100m"),
    MEMORY("resources.requests.memory", "sidecar.istio.io/proxyMemory", "", Form.QUANTITY, "128Mi"),
    CPU_LIMIT("resources.limits.cpu", "sidecar.istio.io/proxyCPULimit", "", Form.QUANTITY, "2000m"),
    MEMORY_LIMIT("resources.limits.memory", "sidecar.istio.io/proxyMemoryLimit", "", Form.QUANTITY, "1024Mi"),
    SAMPLING("tracing.sampling", "", "tracing.sampling", Form.PERCENT, "100"),
    ZIPKIN("tracing.zipkin.address", "", "tracing.zipkin.address", Form.HOST_AND_PORT, "zipkin.istio-system.svc:9411"),
    READINESS_INITIAL_DELAY(
            "readinessInitialDelaySeconds",
            "readiness.status.sidecar.istio.io/initialDelaySeconds",
            "",
            Form.COUNT,
            "0"),
    READINESS_PERIOD(
            "readinessPeriodSeconds", "readiness.status.sidecar.istio.io/periodSeconds", "", Form.POSITIVE, "5"),
    READINESS_FAILURES(
            "readinessFailureThreshold", "readiness.status.sidecar.istio.io/failureThreshold", "", Form.POSITIVE, "4"),
    CAPTURE_BACKEND("captureBackend", "", "", Form.BACKEND, "auto"),
    INTERCEPTION_MODE(
            "interceptionMode",
            "sidecar.istio.io/interceptionMode",
            "interceptionMode",
            Form.INTERCEPTION_MODE,
            "REDIRECT"),
    INCLUDE_INBOUND_PORTS(
            "includeInboundPorts", "traffic.sidecar.istio.io/includeInboundPorts", "", Form.PORTS_OR_ALL, "*"),
    EXCLUDE_INBOUND_PORTS("excludeInboundPorts", "traffic.sidecar.istio.io/excludeInboundPorts", "", Form.PORTS, ""),
    INCLUDE_OUTBOUND_RANGES(
            "includeIPRanges", "traffic.sidecar.istio.io/includeOutboundIPRanges", "", Form.RANGES_OR_ALL, "*"),
    EXCLUDE_OUTBOUND_RANGES("excludeIPRanges", "traffic.sidecar.istio.io/excludeOutboundIPRanges", "", Form.RANGES, ""),
    INCLUDE_OUTBOUND_PORTS("includeOutboundPorts", "traffic.sidecar.istio.io/includeOutboundPorts", "", Form.PORTS, ""),
    EXCLUDE_OUTBOUND_PORTS("excludeOutboundPorts", "traffic.sidecar.istio.io/excludeOutboundPorts", "", Form.PORTS, ""),
    EXCLUDE_INTERFACES("excludeInterfaces", "traffic.sidecar.istio.io/excludeInterfaces", "", Form.INTERFACES, ""),
    VIRTUAL_INTERFACES("kubevirtInterfaces", "traffic.sidecar.istio.io/kubevirtInterfaces", "", Form.INTERFACES, ""),
    INCLUDE_OWNER_GROUPS(
            "includeOutboundOwnerGroups",
            "traffic.sidecar.istio.io/includeOutboundOwnerGroups",
            "",
            Form.IDS_OR_ALL,
            "*"),
    EXCLUDE_OWNER_GROUPS(
            "excludeOutboundOwnerGroups", "traffic.sidecar.istio.io/excludeOutboundOwnerGroups", "", Form.IDS, ""),
    EXCLUDE_OWNER_USERS(
            "excludeOutboundOwnerUsers", "traffic.sidecar.istio.io/excludeOutboundOwnerUsers", "", Form.IDS, "");

    private final String key;
    private final String annotation;
    private final String proxyConfigKey;
    private final Form form;
    private final String otherwise;

    Setting(String key, String annotation, String proxyConfigKey, Form form, String otherwise) {
        this.key = key;
        this.annotation = annotation;
        this.proxyConfigKey = proxyConfigKey;
        this.form = form;
        this.otherwise = otherwise;
    }

    private static final Map<String, Setting> BY_KEY = by(setting -> setting.key);
    private static final Map<String, Setting> BY_ANNOTATION = by(setting -> setting.annotation);
    private static final Map<String, Setting> BY_PROXY_CONFIG = by(setting -> setting.proxyConfigKey);

    private static Map<String, Setting> by(Function<Setting, String> name) {
        return Collections.unmodifiableMap(Arrays.stream(values())
                .filter(setting -> !name.apply(setting).isEmpty())
                .collect(Collectors.toMap(name, setting -> setting)));
    }

    /** By their path in the injection settings: {@code resources.requests.cpu}. */
    static Map<String, Setting> byKey() {
        return BY_KEY;
    }

    static Map<String, Setting> byAnnotation() {
        return BY_ANNOTATION;
    }

    /** By their path in {@code proxy.istio.io/config}: {@code tracing.sampling}. */
    static Map<String, Setting> byProxyConfig() {
        return BY_PROXY_CONFIG;
    }

    /** The value where nobody sets another; empty: none. */
    String otherwise() {
        return otherwise;
    }

    /** What was expected, when the value is not that. */
    Optional<String> mismatch(String value) {
        return form.accepts(value) ? Optional.empty() : Optional.of(form.expected());
    }
}
