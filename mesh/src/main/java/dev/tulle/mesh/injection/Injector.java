package dev.tulle.mesh.injection;

import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.injection.Injection.Injected;
import dev.tulle.mesh.injection.Injection.Refused;
import dev.tulle.mesh.injection.Injection.Skipped;
import dev.tulle.mesh.injection.ProxyContainers.Style;
import dev.tulle.mesh.model.WorkloadLabels;
import dev.tulle.mesh.translate.kubernetes.Pods;
import dev.tulle.mesh.translate.kubernetes.TelemetryLabels;
import dev.tulle.mesh.xds.Bootstrap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Puts the proxy into a pod. The same pod and settings give the same bytes; a pod that has its proxy stays as it is.
 *
 * <p>Thread: immutable.
 */
public final class Injector {
    private static final String SIDECAR = "sidecar";
    private static final String GATEWAY = "gateway";

    private final InjectionSettings mesh;

    public Injector(InjectionSettings mesh) {
        this.mesh = mesh;
    }

    /** Whether a pod (or a template of one) would get a proxy, and why not. */
    public Selection select(Mapping pod, PodContext context) {
        var metadata = Nodes.mapping(pod, "metadata");
        var network = Nodes.isTrue(Nodes.mapping(pod, "spec"), "hostNetwork")
                ? Selection.Network.HOST
                : Selection.Network.POD;
        return Selection.decide(
                new Selection.Candidate(
                        context.namespace(),
                        context.namespaceLabels(),
                        Nodes.texts(metadata, "labels"),
                        Nodes.texts(metadata, "annotations"),
                        network),
                mesh.revision());
    }

    /** Injects a pod, or a template of one: a mapping with metadata and spec. */
    public Injection inject(Mapping pod, PodContext context) {
        return switch (select(pod, context)) {
            case Selection.Skip(var reason) -> new Skipped(reason);
            case Selection.Inject() -> hasProxy(pod) ? new Skipped("the pod has its proxy already") : add(pod, context);
        };
    }

    /** The annotation alone could have been copied from elsewhere, a container of that name could be its author's changes. */
    private static boolean hasProxy(Mapping pod) {
        var annotations = Nodes.texts(Nodes.mapping(pod, "metadata"), "annotations");
        return annotations.containsKey(PodAnnotations.STATUS)
                && containers(pod).stream()
                        .filter(container -> Nodes.isNamed(container, ProxyContainers.PROXY))
                        .anyMatch(container -> Nodes.find(container, "args").isPresent());
    }

    private static List<Mapping> containers(Mapping pod) {
        var spec = Nodes.mapping(pod, "spec");
        var containers = new ArrayList<>(Nodes.mappings(spec, "containers"));
        containers.addAll(Nodes.mappings(spec, "initContainers"));
        return containers;
    }

    private Injection add(Mapping pod, PodContext context) {
        var metadata = Nodes.mapping(pod, "metadata");
        var annotations = Nodes.texts(metadata, "annotations");
        var reading = PodAnnotations.read(mesh, annotations);
        var problems = new ArrayList<>(reading.problems());
        problems.addAll(templateProblems(annotations));
        var written = containers(pod).stream()
                .filter(container -> Nodes.isNamed(container, ProxyContainers.PROXY))
                .findFirst();
        written.ifPresent(container -> problems.addAll(ProxyOverrides.problems(container)));
        if (!problems.isEmpty()) {
            return new Refused(problems);
        }
        var labels = Nodes.texts(metadata, "labels");
        var telemetry = TelemetryLabels.of(context.workload(), "$(POD_NAMESPACE)", labels);
        return isGateway(annotations)
                ? gateway(pod, reading.settings(), telemetry, written)
                : sidecar(pod, reading.settings(), telemetry, written);
    }

    private static boolean isGateway(SortedMap<String, String> annotations) {
        return annotations.containsKey(Pods.EDGE_PORT) || GATEWAY.equals(annotations.get(PodAnnotations.TEMPLATES));
    }

    private static List<String> templateProblems(SortedMap<String, String> annotations) {
        return Optional.ofNullable(annotations.get(PodAnnotations.TEMPLATES))
                .filter(name -> !name.equals(SIDECAR) && !name.equals(GATEWAY))
                .map(name -> List.of("metadata.annotations[" + PodAnnotations.TEMPLATES + "]: found \"" + name
                        + "\": expected " + SIDECAR + " or " + GATEWAY))
                .orElse(List.of());
    }

    /** Nothing is captured: Envoy listens on the Gateway's ports itself. */
    private static Injection gateway(
            Mapping pod, InjectionSettings settings, WorkloadLabels telemetry, Optional<Mapping> written) {
        var alone = Nodes.mappings(Nodes.mapping(pod, "spec"), "containers").stream()
                .allMatch(container -> Nodes.isNamed(container, ProxyContainers.PROXY));
        // A pod needs a container that is not a sidecar.
        var style = alone ? Style.CLASSIC : style(settings);
        var proxy = new ProxyContainers(settings).proxy(style, Bootstrap.Kind.ROUTER, telemetry, List.of());
        var draft = new PodDraft(pod, settings.revision());
        draft.openLowPorts();
        draft.eachApplication(new Farewells(settings)::delay);
        return new Injected(draft.withProxy(style, merged(proxy, written), telemetry), Optional.empty(), List.of());
    }

    private static Injection sidecar(
            Mapping pod, InjectionSettings settings, WorkloadLabels telemetry, Optional<Mapping> written) {
        var probes = new Probes();
        var draft = new PodDraft(pod, settings.revision());
        if (settings.flag(Setting.REWRITE_PROBES)) {
            draft.eachContainer(probes::rewrite);
        }
        draft.eachApplication(new Farewells(settings)::delay);
        var capture = CaptureSettings.of(settings, probes.listenPorts());
        var containers = new ProxyContainers(settings);
        var style = style(settings);
        draft.withInit(style, containers.init(capture));
        var proxy = containers.proxy(style, Bootstrap.Kind.SIDECAR, telemetry, probes.routes());
        var notes = new ArrayList<>(probes.notes());
        if (style == Style.CLASSIC && ends(pod)) {
            notes.add(
                    "the pod never completes, as an ordinary container istio-proxy runs on: expected a native sidecar ("
                            + "sidecar.istio.io/nativeSidecar: \"true\")");
        }
        return new Injected(draft.withProxy(style, merged(proxy, written), telemetry), Optional.of(capture), notes);
    }

    /** Whether its author waits for its end. */
    private static boolean ends(Mapping pod) {
        var policy = Nodes.text(Nodes.mapping(pod, "spec"), "restartPolicy");
        return policy.equals("Never") || policy.equals("OnFailure");
    }

    private static Mapping merged(Mapping proxy, Optional<Mapping> written) {
        return written.map(container -> ProxyOverrides.apply(proxy, container)).orElse(proxy);
    }

    private static Style style(InjectionSettings settings) {
        return settings.flag(Setting.NATIVE_SIDECAR) ? Style.NATIVE : Style.CLASSIC;
    }
}
