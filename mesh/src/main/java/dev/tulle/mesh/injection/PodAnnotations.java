package dev.tulle.mesh.injection;

import dev.tulle.mesh.config.Suggestion;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Reads what a pod's annotations say about its proxy. An annotation that Tulle does not implement is refused: silence would let
 * its author believe that it works. Source: Istio's "Resource Annotations".
 */
final class PodAnnotations {
    static final String INJECT = "sidecar.istio.io/inject";
    static final String STATUS = "sidecar.istio.io/status";
    static final String TEMPLATES = "inject.istio.io/templates";
    private static final String PROXY_CONFIG = "proxy.istio.io/config";
    private static final String REROUTE = "istio.io/reroute-virtual-interfaces";
    private static final String AGENT = "there is no agent beside Envoy, expected a pod without it";
    private static final String BOOTSTRAP =
            "Envoy's bootstrap is not changed by annotations, expected a pod without it";

    private static final List<String> PREFIXES = List.of(
            "sidecar.istio.io/",
            "traffic.sidecar.istio.io/",
            "readiness.status.sidecar.istio.io/",
            "status.sidecar.istio.io/",
            "proxy.istio.io/",
            "inject.istio.io/",
            "prometheus.istio.io/");
    private static final Set<String> READ_ELSEWHERE = Set.of(INJECT, STATUS, TEMPLATES, PROXY_CONFIG, REROUTE);
    private static final Map<String, String> UNSUPPORTED = Map.ofEntries(
            Map.entry("sidecar.istio.io/agentLogLevel", AGENT),
            Map.entry("sidecar.istio.io/bootstrapOverride", BOOTSTRAP),
            Map.entry(
                    "sidecar.istio.io/controlPlaneAuthPolicy",
                    "the control plane always speaks TLS, expected a pod without it"),
            Map.entry("sidecar.istio.io/discoveryAddress", "expected discoveryAddress in proxy.istio.io/config"),
            Map.entry(
                    "sidecar.istio.io/enableCoreDump", "core dumps are the node's business, expected a pod without it"),
            Map.entry("sidecar.istio.io/extraStatTags", BOOTSTRAP),
            Map.entry("sidecar.istio.io/proxyImageType", "there is one image, expected sidecar.istio.io/proxyImage"),
            Map.entry("sidecar.istio.io/statsHistogramBuckets", BOOTSTRAP),
            Map.entry("sidecar.istio.io/statsInclusionPrefixes", BOOTSTRAP),
            Map.entry("sidecar.istio.io/statsInclusionRegexps", BOOTSTRAP),
            Map.entry("sidecar.istio.io/statsInclusionSuffixes", BOOTSTRAP),
            Map.entry("sidecar.istio.io/statsCompression", AGENT),
            Map.entry("sidecar.istio.io/statsEvictionInterval", BOOTSTRAP),
            Map.entry(
                    "sidecar.istio.io/userVolume",
                    "expected the volume in the pod and a container istio-proxy that mounts it"),
            Map.entry(
                    "sidecar.istio.io/userVolumeMount",
                    "expected a container istio-proxy with the volumeMounts in the pod"),
            Map.entry(
                    "readiness.status.sidecar.istio.io/applicationPorts",
                    "readiness is the application's own probe, expected a pod without it"),
            Map.entry(
                    "proxy.istio.io/overrides",
                    "expected a container istio-proxy in the pod with the fields to change"));
    /** Their one meaning that Tulle has. */
    private static final Map<String, String> FIXED = Map.of(
            "status.sidecar.istio.io/port", "15021",
            "prometheus.istio.io/merge-metrics", "false");

    private static final Map<String, String> UNSUPPORTED_PROXY_CONFIG = Map.of(
            "terminationDrainDuration",
            "the pod's terminationGracePeriodSeconds governs the end, expected that one number",
            "parentShutdownDuration",
            "Envoy is not restarted in place, expected the pod's terminationGracePeriodSeconds",
            "statusPort",
            "expected none: health is on port 15021 always",
            "image.imageType",
            "there is one image, expected the annotation sidecar.istio.io/proxyImage");
    /** What Istio's agent reads from the environment, and what it means here. */
    private static final Map<String, Setting> AGENT_VARIABLES = Map.of(
            "ISTIO_OUTBOUND_OWNER_GROUPS", Setting.INCLUDE_OWNER_GROUPS,
            "ISTIO_OUTBOUND_OWNER_GROUPS_EXCLUDE", Setting.EXCLUDE_OWNER_GROUPS);

    private static final Pattern RESERVED =
            Pattern.compile("TULLE_.*|ISTIO_.*|PILOT_.*|CAPTURE_.*|INSTANCE_IP|POD_NAME|POD_NAMESPACE|SERVICE_ACCOUNT");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final EnumMap<Setting, String> values = new EnumMap<>(Setting.class);
    private final TreeMap<String, String> proxyMetadata = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    private PodAnnotations() {}

    /** The pod's settings: the mesh's, and its annotations over them. */
    static InjectionSettings.Reading read(InjectionSettings mesh, Map<String, String> annotations) {
        var reader = new PodAnnotations();
        new TreeMap<>(annotations).forEach(reader::annotation);
        return new InjectionSettings.Reading(mesh.with(reader.values, reader.proxyMetadata), reader.problems);
    }

    private void annotation(String name, String value) {
        Consumer<String> wrong = message ->
                problems.add("metadata.annotations[" + name + "]: found \"" + value.strip() + "\": " + message);
        if (name.equals(PROXY_CONFIG)) {
            proxyConfig(value);
        } else if (name.equals(REROUTE)) {
            set(Setting.VIRTUAL_INTERFACES, value, wrong);
        } else if (Setting.byAnnotation().containsKey(name)) {
            set(Setting.byAnnotation().get(name), value, wrong);
        } else if (UNSUPPORTED.containsKey(name)) {
            wrong.accept("not supported: " + UNSUPPORTED.get(name));
        } else if (FIXED.containsKey(name)) {
            if (!value.equals(FIXED.get(name))) {
                wrong.accept("not supported, expected " + FIXED.get(name));
            }
        } else if (PREFIXES.stream().anyMatch(name::startsWith) && !READ_ELSEWHERE.contains(name)) {
            wrong.accept("unknown annotation" + Suggestion.of(name, known()));
        }
    }

    private void set(Setting setting, String value, Consumer<String> wrong) {
        setting.mismatch(value)
                .ifPresentOrElse(expected -> wrong.accept("expected " + expected), () -> values.put(setting, value));
    }

    private void proxyConfig(String yaml) {
        var unreadable = new ArrayList<String>();
        var leaves = InjectionSettings.leaves(yaml, unreadable);
        unreadable.forEach(message -> problems.add("metadata.annotations[" + PROXY_CONFIG + "]: " + message));
        leaves.forEach((key, value) -> {
            Consumer<String> wrong = message -> problems.add(
                    "metadata.annotations[" + PROXY_CONFIG + "]." + key + ": found \"" + value + "\": " + message);
            var prefix = InjectionSettings.PROXY_METADATA + ".";
            if (key.startsWith(prefix)) {
                metadata(key.substring(prefix.length()), value, wrong);
            } else if (Setting.byProxyConfig().containsKey(key)) {
                set(Setting.byProxyConfig().get(key), value, wrong);
            } else if (UNSUPPORTED_PROXY_CONFIG.containsKey(key)) {
                wrong.accept("not supported: " + UNSUPPORTED_PROXY_CONFIG.get(key));
            } else {
                wrong.accept("not supported"
                        + Suggestion.of(key, Setting.byProxyConfig().keySet()));
            }
        });
    }

    private void metadata(String name, String value, Consumer<String> wrong) {
        var setting = AGENT_VARIABLES.get(name);
        if (setting != null) {
            set(setting, value, wrong);
        } else if (RESERVED.matcher(name).matches()) {
            wrong.accept("the variable is the mesh's own or its reader, Istio's agent, is not there,"
                    + " expected another variable of Envoy's environment");
        } else if (!VARIABLE.matcher(name).matches()) {
            wrong.accept("not a variable's name, expected letters, digits and _");
        } else {
            proxyMetadata.put(name, value);
        }
    }

    private static Set<String> known() {
        var known = new TreeSet<>(Setting.byAnnotation().keySet());
        known.addAll(READ_ELSEWHERE);
        return known;
    }
}
