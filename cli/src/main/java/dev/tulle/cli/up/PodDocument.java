package dev.tulle.cli.up;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tulle.cli.manifests.ContainerSpec;
import dev.tulle.cli.manifests.WorkloadSpec.PodTemplate;
import dev.tulle.cli.manifests.WorkloadSpec.Published;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the control plane reads of a pod: a Kubernetes Pod whose addresses are loopback addresses.
 *
 * @param created RFC 3339
 */
record PodDocument(PodIdentity pod, PodTemplate template, String created) {
    /** JSON is YAML too, and leaves no doubt whether {@code "False"} or a hash of digits is text. */
    private static final ObjectWriter JSON = JsonMapper.builder().build().writerWithDefaultPrettyPrinter();

    /** The condition Ready, from which endpoints follow. */
    enum Ready {
        TRUE("True"),
        FALSE("False");

        private final String status;

        Ready(String status) {
            this.status = status;
        }
    }

    String text(Ready ready) {
        var document = new LinkedHashMap<String, Object>();
        document.put("apiVersion", "v1");
        document.put("kind", "Pod");
        document.put("metadata", metadata());
        document.put(
                "spec",
                Map.of(
                        "serviceAccountName",
                        template.serviceAccount(),
                        "containers",
                        template.containers().stream()
                                .map(PodDocument::container)
                                .toList()));
        var status = new LinkedHashMap<String, Object>();
        status.put("phase", "Running");
        status.put("podIP", pod.proxyAddress());
        status.put("conditions", List.of(Map.of("type", "Ready", "status", ready.status)));
        document.put("status", status);
        try {
            return JSON.writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of strings and numbers are always JSON", e);
        }
    }

    private Map<String, Object> metadata() {
        var labels = new TreeMap<>(template.labels());
        labels.put("pod-template-hash", pod.templateHash());
        var annotations = new TreeMap<>(template.annotations());
        annotations.put("tulle.dev/application-address", pod.applicationAddress());
        if (template.published() == Published.YES) {
            annotations.put("tulle.dev/published-address", "127.0.0.1");
        }
        var owner = new LinkedHashMap<String, Object>();
        owner.put("apiVersion", "apps/v1");
        owner.put("kind", "ReplicaSet");
        owner.put("name", pod.workload() + "-" + pod.templateHash());
        owner.put("controller", true);
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("name", pod.name());
        metadata.put("namespace", pod.namespace());
        metadata.put("creationTimestamp", created);
        metadata.put("labels", labels);
        metadata.put("annotations", annotations);
        metadata.put("ownerReferences", List.of(owner));
        return metadata;
    }

    private static Map<String, Object> container(ContainerSpec container) {
        var written = new LinkedHashMap<String, Object>();
        written.put("name", container.name());
        written.put("image", container.image());
        written.put(
                "ports",
                container.ports().stream()
                        .map(port -> port.name().isEmpty()
                                ? Map.<String, Object>of("containerPort", port.number())
                                : new TreeMap<String, Object>(
                                        Map.of("name", port.name(), "containerPort", port.number())))
                        .toList());
        return written;
    }
}
