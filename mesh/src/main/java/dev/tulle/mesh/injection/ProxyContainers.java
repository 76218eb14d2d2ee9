package dev.tulle.mesh.injection;

import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.injection.capture.CaptureRules;
import dev.tulle.mesh.injection.capture.CaptureSpec;
import dev.tulle.mesh.injection.capture.Cidr.Family;
import dev.tulle.mesh.model.WorkloadLabels;
import dev.tulle.mesh.xds.Bootstrap;
import dev.tulle.mesh.xds.Draining;
import dev.tulle.mesh.xds.OwnPorts.ProbeRoute;
import dev.tulle.mesh.xds.filter.ProxyEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The two containers that a pod gets. Source: Istio's injection template, whose names they have. */
final class ProxyContainers {
    static final String PROXY = "istio-proxy";
    static final String INIT = "istio-init";
    /** As long as the kubelet waits for a sidecar's first configuration. */
    private static final int STARTUP_SECONDS = 600;

    private final InjectionSettings settings;

    ProxyContainers(InjectionSettings settings) {
        this.settings = settings;
    }

    /** Whether the proxy is a native sidecar or one container among others. */
    enum Style {
        NATIVE,
        CLASSIC
    }

    /** The container that is there to program the kernel, and then ends. */
    Mapping init(CaptureSpec capture) {
        var environment = new ArrayList<Mapping>();
        var backend = settings.text(Setting.CAPTURE_BACKEND);
        environment.add(variable("CAPTURE_BACKEND", backend));
        if (!backend.equals("nftables")) {
            environment.add(variable("CAPTURE_IPTABLES", CaptureRules.iptables(capture, Family.IPV4)));
            environment.add(variable("CAPTURE_IP6TABLES", CaptureRules.iptables(capture, Family.IPV6)));
        }
        if (!backend.equals("iptables")) {
            environment.add(variable("CAPTURE_NFT_IPV4", CaptureRules.nftables(capture, Family.IPV4)));
            environment.add(variable("CAPTURE_NFT_IPV6", CaptureRules.nftables(capture, Family.IPV6)));
        }
        var rights = new ObjectDraft()
                .putTexts("add", List.of("NET_ADMIN", "NET_RAW"))
                .putTexts("drop", List.of("ALL"));
        return new ObjectDraft()
                .put("name", INIT)
                .put("image", settings.text(Setting.PROXY_IMAGE))
                .put("imagePullPolicy", settings.text(Setting.IMAGE_PULL_POLICY))
                .putTexts("command", List.of("/usr/local/bin/tulle-capture"))
                .put("env", environment)
                .put("resources", resources())
                .put(
                        "securityContext",
                        new ObjectDraft()
                                .put("allowPrivilegeEscalation", false)
                                .put("capabilities", rights)
                                .put("privileged", false)
                                .put("readOnlyRootFilesystem", true)
                                .put("runAsGroup", 0)
                                .put("runAsNonRoot", false)
                                .put("runAsUser", 0)
                                .put("seccompProfile", new ObjectDraft().put("type", "RuntimeDefault")))
                .end();
    }

    /** The proxy. */
    Mapping proxy(Style style, Bootstrap.Kind kind, WorkloadLabels telemetry, List<ProbeRoute> probes) {
        var draft = new ObjectDraft()
                .put("name", PROXY)
                .put("image", settings.text(Setting.PROXY_IMAGE))
                .put("imagePullPolicy", settings.text(Setting.IMAGE_PULL_POLICY))
                .putTexts("command", List.of("envoy"))
                .putTexts("args", arguments(ProxyBootstrap.json(kind, telemetry, settings, probes)))
                .put("env", environment(telemetry))
                .put(
                        "ports",
                        List.of(
                                port("http-envoy-prom", Bootstrap.TELEMETRY_PORT),
                                port("status-port", Bootstrap.HEALTH_PORT)));
        draft.put("lifecycle", lifecycle(style, kind));
        switch (style) {
            case NATIVE -> draft.put("restartPolicy", "Always").put("startupProbe", ready(0, 1, STARTUP_SECONDS));
            case CLASSIC -> {}
        }
        return draft.put(
                        "readinessProbe",
                        ready(
                                settings.number(Setting.READINESS_INITIAL_DELAY),
                                settings.number(Setting.READINESS_PERIOD),
                                settings.number(Setting.READINESS_FAILURES)))
                .put("resources", resources())
                .put("securityContext", confined())
                .put("volumeMounts", PodVolumes.mounts())
                .end();
    }

    private List<String> arguments(String bootstrap) {
        var arguments = new ArrayList<>(List.of(
                "--config-yaml",
                bootstrap,
                "--disable-hot-restart",
                "--concurrency",
                settings.text(Setting.CONCURRENCY),
                "--log-level",
                settings.text(Setting.LOG_LEVEL)));
        if (settings.number(Setting.CONCURRENCY) == 0) {
            // Absent means a thread per core.
            arguments.subList(3, 5).clear();
        }
        arguments.addAll(Draining.ARGUMENTS);
        if (!settings.text(Setting.COMPONENT_LOG_LEVEL).isEmpty()) {
            arguments.addAll(List.of("--component-log-level", settings.text(Setting.COMPONENT_LOG_LEVEL)));
        }
        arguments.addAll(List.of("--drain-time-s", Long.toString(Form.seconds(settings.text(Setting.DRAIN_DURATION)))));
        return arguments;
    }

    private List<Mapping> environment(WorkloadLabels telemetry) {
        var environment = new ArrayList<>(List.of(
                field("INSTANCE_IP", "status.podIP"),
                field("POD_NAME", "metadata.name"),
                field("POD_NAMESPACE", "metadata.namespace"),
                field("SERVICE_ACCOUNT", "spec.serviceAccountName"),
                variable(ProxyEnvironment.WORKLOAD.variable(), telemetry.workload()),
                field(ProxyEnvironment.NAMESPACE.variable(), "metadata.namespace"),
                variable(ProxyEnvironment.APP.variable(), telemetry.app()),
                variable(ProxyEnvironment.VERSION.variable(), telemetry.version()),
                variable(ProxyEnvironment.CANONICAL_SERVICE.variable(), telemetry.canonicalService()),
                variable(ProxyEnvironment.CANONICAL_REVISION.variable(), telemetry.canonicalRevision()),
                variable(
                        ProxyEnvironment.PRINCIPAL.variable(),
                        "spiffe://" + settings.text(Setting.TRUST_DOMAIN)
                                + "/ns/$(POD_NAMESPACE)/sa/$(SERVICE_ACCOUNT)")));
        settings.proxyMetadata().forEach((name, value) -> environment.add(variable(name, value)));
        return environment;
    }

    private static Mapping variable(String name, String value) {
        return new ObjectDraft().put("name", name).put("value", value).end();
    }

    private static Mapping field(String name, String path) {
        var reference = new ObjectDraft().put("apiVersion", "v1").put("fieldPath", path);
        return new ObjectDraft()
                .put("name", name)
                .put("valueFrom", new ObjectDraft().put("fieldRef", reference))
                .end();
    }

    private static Mapping port(String name, int number) {
        return new ObjectDraft()
                .put("containerPort", number)
                .put("name", name)
                .put("protocol", "TCP")
                .end();
    }

    private static ObjectDraft ready(int initialDelay, int period, int failures) {
        var get = new ObjectDraft()
                .put("path", "/healthz/ready")
                .put("port", Bootstrap.HEALTH_PORT)
                .put("scheme", "HTTP");
        var probe = new ObjectDraft().put("failureThreshold", failures).put("httpGet", get);
        if (initialDelay > 0) {
            probe.put("initialDelaySeconds", initialDelay);
        }
        return probe.put("periodSeconds", period).put("successThreshold", 1).put("timeoutSeconds", 3);
    }

    /** Containers start in their order, each after the hook of the one before it; how one ends {@link Draining} says. */
    private ObjectDraft lifecycle(Style style, Bootstrap.Kind kind) {
        return switch (style) {
            case NATIVE -> new ObjectDraft().put("preStop", command(Draining.preStop(kind)));
            case CLASSIC -> {
                var drain = Duration.ofSeconds(Form.seconds(settings.text(Setting.TERMINATION_DRAIN_DURATION)));
                var hooks = new ObjectDraft();
                if (settings.flag(Setting.HOLD)) {
                    hooks.put("postStart", command(List.of("/usr/local/bin/tulle-await-ready")));
                }
                yield hooks.put("preStop", command(Draining.preStopAfterApplication(kind, drain)));
            }
        };
    }

    private static ObjectDraft command(List<String> command) {
        return new ObjectDraft().put("exec", new ObjectDraft().putTexts("command", command));
    }

    private ObjectDraft resources() {
        return new ObjectDraft()
                .put(
                        "limits",
                        new ObjectDraft()
                                .put("cpu", settings.text(Setting.CPU_LIMIT))
                                .put("memory", settings.text(Setting.MEMORY_LIMIT)))
                .put(
                        "requests",
                        new ObjectDraft()
                                .put("cpu", settings.text(Setting.CPU))
                                .put("memory", settings.text(Setting.MEMORY)));
    }

    /** What the Pod Security Standard "restricted" asks of a container. */
    private static ObjectDraft confined() {
        return new ObjectDraft()
                .put("allowPrivilegeEscalation", false)
                .put("capabilities", new ObjectDraft().putTexts("drop", List.of("ALL")))
                .put("privileged", false)
                .put("readOnlyRootFilesystem", true)
                .put("runAsGroup", CaptureRules.PROXY_ID)
                .put("runAsNonRoot", true)
                .put("runAsUser", CaptureRules.PROXY_ID)
                .put("seccompProfile", new ObjectDraft().put("type", "RuntimeDefault"));
    }
}
