package dev.tulle.cli.up;

import dev.tulle.cli.manifests.ContainerSpec;
import dev.tulle.cli.manifests.ContainerSpec.Probes;
import dev.tulle.cli.manifests.ProbeSpec;
import dev.tulle.cli.manifests.WorkloadSpec.PodTemplate;
import dev.tulle.cli.process.ProcessSpec;
import dev.tulle.cli.state.StateDirectory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * The processes of a pod: what an image, a template and an address mean on this machine.
 *
 * @param programs what runs a container
 * @param proxies what runs its Envoy
 */
record PodProcesses(Supervision supervision, StateDirectory state, Programs programs, Proxies proxies) {
    private static final int PROXY_PORT = 15007;
    private static final Probes ENVOY_READY = new Probes(
            Optional.empty(),
            Optional.of(new ProbeSpec(
                    new ProbeSpec.Check.HttpGet(Proxies.ADMIN_PORT, "/ready"),
                    Duration.ZERO,
                    new ProbeSpec.Timing(Duration.ofSeconds(1), Duration.ofSeconds(2)),
                    1,
                    3)),
            Optional.empty());

    /** The pod's Envoy, with its bootstrap written; not started. */
    Container envoy(PodIdentity pod, PodTemplate template, Container.Events events) {
        return new Container(supervision, proxies.process(pod, template), ENVOY_READY, pod.proxyAddress(), events);
    }

    /** The pod's containers, not started. */
    List<Container> applications(PodIdentity pod, PodTemplate template, Container.Events events) {
        return template.containers().stream()
                .map(container -> new Container(
                        supervision,
                        application(pod, template, container),
                        programs.isDeveloped(pod.workload()) ? whileDeveloped(container.probes()) : container.probes(),
                        pod.applicationAddress(),
                        events))
                .toList();
    }

    /** Compiling takes as long as it takes, and a mistake in the source is no reason to start all over. */
    private static Probes whileDeveloped(Probes probes) {
        return new Probes(Optional.empty(), probes.readiness(), Optional.empty());
    }

    private ProcessSpec application(PodIdentity pod, PodTemplate template, ContainerSpec container) {
        var environment = new LinkedHashMap<String, String>();
        container.environment().forEach(variable -> environment.put(variable.name(), value(pod, template, variable)));
        environment.put("QUARKUS_HTTP_HOST", pod.applicationAddress());
        environment.put("QUARKUS_MANAGEMENT_HOST", pod.applicationAddress());
        var proxy = pod.proxyAddress() + ":" + PROXY_PORT;
        environment.put(template.isEdge() ? "TULLE_EDGE_ADDRESS" : "QUARKUS_REST_CLIENT_PROXY_ADDRESS", proxy);
        return new ProcessSpec(
                pod.fileName() + "." + container.name(),
                programs.command(pod, container),
                environment,
                programs.installation().home());
    }

    private static String value(PodIdentity pod, PodTemplate template, ContainerSpec.EnvironmentVariable variable) {
        return switch (variable.value()) {
            case ContainerSpec.Value.Literal(var text) -> text;
            case ContainerSpec.Value.PodName() -> pod.name();
            case ContainerSpec.Value.PodNamespace() -> pod.namespace();
            case ContainerSpec.Value.PodAddress() -> pod.proxyAddress();
            case ContainerSpec.Value.ServiceAccount() -> template.serviceAccount();
            case ContainerSpec.Value.Label(var name) -> template.labels().getOrDefault(name, "");
        };
    }
}
