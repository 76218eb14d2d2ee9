package dev.tulle.cli.manifests;

import dev.tulle.cli.manifests.ContainerSpec.EnvironmentVariable;
import dev.tulle.cli.manifests.ContainerSpec.Port;
import dev.tulle.cli.manifests.ContainerSpec.Probes;
import dev.tulle.mesh.config.ConfigNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the containers of a pod template. */
final class Containers {
    /** A process needs its image's own command; files that Kubernetes would mount are not there. */
    private static final List<String> REFUSED =
            List.of("command", "args", "envFrom", "volumeMounts", "volumeDevices", "lifecycle", "workingDir");

    private static final Pattern LABEL = Pattern.compile("metadata\\.labels\\['([^']+)']");

    private final Document document;

    Containers(Document document) {
        this.document = document;
    }

    List<ContainerSpec> read(Document.Value podSpec) {
        for (var field : List.of("initContainers", "volumes")) {
            document.find(podSpec, field)
                    .ifPresent(value -> document.error(value, "is not supported for a process on this machine"));
        }
        var containers = new ArrayList<ContainerSpec>();
        for (var item : document.items(podSpec, "containers")) {
            containers.add(container(item));
        }
        if (containers.isEmpty()) {
            document.error(podSpec, "expected at least one container");
        }
        return containers;
    }

    private ContainerSpec container(Document.Value container) {
        for (var field : REFUSED) {
            document.find(container, field)
                    .ifPresent(value -> document.error(value, "is not supported for a process on this machine"));
        }
        var ports = document.items(container, "ports").stream()
                .map(port -> new Port(document.text(port, "", "name"), document.number(port, 0, "containerPort")))
                .toList();
        var environment =
                document.items(container, "env").stream().map(this::variable).toList();
        var probes = new Probes(
                probe(container, "startupProbe", ports),
                probe(container, "readinessProbe", ports),
                probe(container, "livenessProbe", ports));
        var image = document.text(container, "", "image");
        if (image.isEmpty()) {
            document.error(container, "expected an image");
        } else if (Images.module(image).isEmpty()) {
            document.error(
                    document.find(container, "image").orElse(container),
                    image + " is not an image that this machine can run, expected one of " + Images.names());
        }
        return new ContainerSpec(document.text(container, "app", "name"), image, ports, environment, probes);
    }

    private EnvironmentVariable variable(Document.Value item) {
        var name = document.text(item, "", "name");
        if (name.isEmpty() || name.indexOf('=') >= 0) {
            document.error(item, "expected the name of a variable");
        }
        var from = document.find(item, "valueFrom");
        if (from.isEmpty()) {
            return new EnvironmentVariable(name, new ContainerSpec.Value.Literal(document.text(item, "", "value")));
        }
        return new EnvironmentVariable(
                name,
                document.find(from.get(), "fieldRef")
                        .map(reference -> fieldReference(reference))
                        .orElseGet(() -> {
                            document.error(from.get(), "only fieldRef is supported on this machine");
                            return new ContainerSpec.Value.Literal("");
                        }));
    }

    private ContainerSpec.Value fieldReference(Document.Value reference) {
        var field = document.text(reference, "", "fieldPath");
        var label = LABEL.matcher(field);
        if (label.matches()) {
            return new ContainerSpec.Value.Label(label.group(1));
        }
        return switch (field) {
            case "metadata.name" -> new ContainerSpec.Value.PodName();
            case "metadata.namespace" -> new ContainerSpec.Value.PodNamespace();
            case "status.podIP" -> new ContainerSpec.Value.PodAddress();
            case "spec.serviceAccountName" -> new ContainerSpec.Value.ServiceAccount();
            default -> {
                document.error(
                        reference,
                        "expected metadata.name, metadata.namespace, metadata.labels['...'], spec.serviceAccountName or"
                                + " status.podIP, not " + field);
                yield new ContainerSpec.Value.Literal("");
            }
        };
    }

    private Optional<ProbeSpec> probe(Document.Value container, String name, List<Port> ports) {
        return document.find(container, name).flatMap(probe -> check(probe, ports)
                .map(check -> new ProbeSpec(
                        check,
                        Duration.ofSeconds(document.number(probe, 0, "initialDelaySeconds")),
                        new ProbeSpec.Timing(seconds(probe, 10, "periodSeconds"), seconds(probe, 1, "timeoutSeconds")),
                        Math.max(1, document.number(probe, 1, "successThreshold")),
                        Math.max(1, document.number(probe, 3, "failureThreshold")))));
    }

    private Optional<ProbeSpec.Check> check(Document.Value probe, List<Port> ports) {
        var http = document.find(probe, "httpGet");
        if (http.isPresent()) {
            var path = document.text(http.get(), "/", "path");
            return port(http.get(), ports).map(port -> new ProbeSpec.Check.HttpGet(port, path));
        }
        var tcp = document.find(probe, "tcpSocket");
        if (tcp.isPresent()) {
            return port(tcp.get(), ports).map(ProbeSpec.Check.TcpConnect::new);
        }
        document.error(probe, "expected httpGet or tcpSocket (exec and grpc are not supported on this machine)");
        return Optional.empty();
    }

    /** A number, or the name of a container's port. */
    private Optional<Integer> port(Document.Value check, List<Port> ports) {
        var written = document.find(check, "port");
        if (written.isEmpty()) {
            document.error(check, "expected a port");
            return Optional.empty();
        }
        if (!(written.get().node() instanceof ConfigNode.Text name)) {
            return Optional.of(document.number(check, 0, "port"));
        }
        var number = ports.stream()
                .filter(port -> port.name().equals(name.value()))
                .map(Port::number)
                .findFirst();
        if (number.isEmpty()) {
            document.error(written.get(), "no port of this container is named " + name.value());
        }
        return number;
    }

    private Duration seconds(Document.Value probe, int otherwise, String field) {
        return Duration.ofSeconds(Math.max(1, document.number(probe, otherwise, field)));
    }
}
