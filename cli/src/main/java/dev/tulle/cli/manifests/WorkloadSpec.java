package dev.tulle.cli.manifests;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A Deployment as this machine runs it.
 *
 * @param name the Deployment's name, which is the workload's
 * @param replicas how many pods, at least 0
 * @param template what each pod is
 */
public record WorkloadSpec(String namespace, String name, int replicas, PodTemplate template) {
    public WorkloadSpec {
        if (replicas < 0) {
            throw new IllegalArgumentException("replicas must not be negative: " + replicas);
        }
    }

    /** {@code servicec-v2.servicec}: unique in the mesh. */
    public String id() {
        return name + "." + namespace;
    }

    /** Whether the pods' ports are published on this machine's own address. */
    public enum Published {
        /** Selected by a Service of type LoadBalancer. */
        YES,
        NO
    }

    /**
     * What each pod of a workload is. Two equal templates make equal pods.
     *
     * @param serviceAccount {@code default} where none is written
     * @param grace how long a pod may take to end
     */
    public record PodTemplate(
            SortedMap<String, String> labels,
            SortedMap<String, String> annotations,
            String serviceAccount,
            Duration grace,
            List<ContainerSpec> containers,
            Published published) {
        public PodTemplate {
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
            annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
            containers = List.copyOf(containers);
        }

        /** Whether the proxy hands what it receives to an application that sends it on through the proxy. */
        public boolean isEdge() {
            return annotations.containsKey("tulle.dev/edge-app-port");
        }

        /** Eight hexadecimal digits that name this template in a pod's name, as Kubernetes' pod-template-hash does. */
        public String hash() {
            return String.format("%08x", toString().hashCode());
        }
    }

    /** A label's value, or else. */
    public static String label(Map<String, String> labels, String name, String otherwise) {
        return labels.getOrDefault(name, otherwise);
    }
}
