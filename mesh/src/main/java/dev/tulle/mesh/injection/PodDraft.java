package dev.tulle.mesh.injection;

import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.config.ConfigText;
import dev.tulle.mesh.injection.ProxyContainers.Style;
import dev.tulle.mesh.model.WorkloadLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A pod in the making. */
final class PodDraft {
    private static final String INIT_CONTAINERS = "initContainers";
    private static final String CONTAINERS = "containers";
    private static final String LOW_PORTS = "net.ipv4.ip_unprivileged_port_start";

    private final Mapping pod;
    private final ObjectDraft spec;
    private final String revision;
    private final List<Mapping> initContainers;
    private final List<Mapping> containers;
    private final List<String> injectedInit = new ArrayList<>();
    private final List<String> injected = new ArrayList<>();

    PodDraft(Mapping pod, String revision) {
        this.pod = pod;
        this.revision = revision;
        var written = Nodes.mapping(pod, "spec");
        spec = new ObjectDraft(written);
        initContainers = new ArrayList<>(Nodes.mappings(written, INIT_CONTAINERS));
        containers = new ArrayList<>(Nodes.mappings(written, CONTAINERS));
        initContainers.removeIf(container -> Nodes.isNamed(container, ProxyContainers.PROXY));
        containers.removeIf(container -> Nodes.isNamed(container, ProxyContainers.PROXY));
    }

    /** Changes the containers that are there; those that run to their end have no probes. */
    void eachContainer(UnaryOperator<Mapping> change) {
        containers.replaceAll(change);
        initContainers.replaceAll(container ->
                Nodes.text(container, "restartPolicy").equals("Always") ? change.apply(container) : container);
    }

    /** Changes the containers that end when the pod is told to: those of the application. */
    void eachApplication(UnaryOperator<Mapping> change) {
        containers.replaceAll(
                container -> Nodes.isNamed(container, ProxyContainers.PROXY) ? container : change.apply(container));
    }

    /**
     * The native sidecar serves the pod's own init containers, so the rules come before them. A classic one starts after them:
     * rules before would leave them without network.
     */
    void withInit(Style style, Mapping init) {
        switch (style) {
            case NATIVE -> initContainers.addFirst(init);
            case CLASSIC -> initContainers.addLast(init);
        }
        injectedInit.add(ProxyContainers.INIT);
    }

    /** Envoy is not root and may still listen on 80. Source: Istio's gateway template. */
    void openLowPorts() {
        spec.edit("securityContext", context -> {
            var sysctls = new ArrayList<>(Nodes.mappings(context.end(), "sysctls"));
            sysctls.removeIf(sysctl -> Nodes.isNamed(sysctl, LOW_PORTS));
            sysctls.add(
                    new ObjectDraft().put("name", LOW_PORTS).put("value", "0").end());
            return context.put("sysctls", sysctls);
        });
    }

    /** The finished pod. */
    Mapping withProxy(Style style, Mapping proxy, WorkloadLabels telemetry) {
        switch (style) {
            case NATIVE -> {
                initContainers.add(injectedInit.size(), proxy);
                injectedInit.add(ProxyContainers.PROXY);
            }
            case CLASSIC -> {
                containers.addFirst(proxy);
                injected.add(ProxyContainers.PROXY);
            }
        }
        var volumes = new ArrayList<>(Nodes.mappings(spec.end(), "volumes"));
        volumes.removeIf(volume ->
                PodVolumes.volumes().stream().anyMatch(ours -> Nodes.isNamed(volume, Nodes.text(ours, "name"))));
        volumes.addAll(PodVolumes.volumes());
        spec.put("volumes", volumes).put(CONTAINERS, containers).putAny(INIT_CONTAINERS, initContainers);
        return new ObjectDraft(pod)
                .edit("metadata", metadata -> metadata.edit("labels", labels -> labels(labels, telemetry))
                        .edit("annotations", this::annotations))
                .put("spec", spec)
                .end();
    }

    private static ObjectDraft labels(ObjectDraft labels, WorkloadLabels telemetry) {
        return labels.put("security.istio.io/tlsMode", "istio")
                .put("service.istio.io/canonical-name", telemetry.canonicalService())
                .put("service.istio.io/canonical-revision", telemetry.canonicalRevision());
    }

    private ObjectDraft annotations(ObjectDraft annotations) {
        var written = annotations.end().fields().keySet();
        if (written.stream().noneMatch(name -> name.startsWith("prometheus.io/"))) {
            annotations.putTexts(scrape());
        }
        return annotations.put(PodAnnotations.STATUS, ConfigText.json(status()));
    }

    /** Only where the application has no metrics of its own there: those are asked for directly. */
    private static SortedMap<String, String> scrape() {
        var scrape = new TreeMap<String, String>();
        scrape.put("prometheus.io/path", "/stats/prometheus");
        scrape.put("prometheus.io/port", "15090");
        scrape.put("prometheus.io/scrape", "true");
        return scrape;
    }

    /** As Istio writes it. */
    private Mapping status() {
        return new ObjectDraft()
                .putTexts("initContainers", injectedInit)
                .putTexts("containers", injected)
                .putTexts("volumes", List.of(PodVolumes.TOKEN, PodVolumes.ROOT))
                .put("revision", revision)
                .end();
    }
}
