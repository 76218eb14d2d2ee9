package dev.tulle.cli.manifests;

import java.util.List;
import java.util.Optional;

/**
 * One container of a pod, run as a process.
 *
 * @param image as written: {@code tulle/service-a:latest}
 * @param environment in the order written
 */
public record ContainerSpec(
        String name, String image, List<Port> ports, List<EnvironmentVariable> environment, Probes probes) {
    public ContainerSpec {
        ports = List.copyOf(ports);
        environment = List.copyOf(environment);
    }

    /**
     * A declared port.
     *
     * @param name empty where none is written
     */
    public record Port(String name, int number) {}

    /** One variable of the environment. */
    public record EnvironmentVariable(String name, Value value) {}

    /** Where a variable's value comes from. */
    public sealed interface Value {
        /** Written out. */
        record Literal(String text) implements Value {}

        /** fieldRef metadata.name. */
        record PodName() implements Value {}

        /** fieldRef metadata.namespace. */
        record PodNamespace() implements Value {}

        /** fieldRef status.podIP. */
        record PodAddress() implements Value {}

        /** fieldRef spec.serviceAccountName. */
        record ServiceAccount() implements Value {}

        /** fieldRef metadata.labels['name']. */
        record Label(String name) implements Value {}
    }

    /** The kubelet's three probes; an absent one always passes. */
    public record Probes(Optional<ProbeSpec> startup, Optional<ProbeSpec> readiness, Optional<ProbeSpec> liveness) {
        /** A container without probes. */
        public static final Probes NONE = new Probes(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
