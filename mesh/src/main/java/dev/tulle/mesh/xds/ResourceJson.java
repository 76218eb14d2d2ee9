package dev.tulle.mesh.xds;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.xds.wire.JsonText;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;

/**
 * Resources as proto3 JSON, for people and for {@code tulle translate}. Routes are complete: virtual hosts that travel one by
 * one stand in their route configuration. Private keys never appear. The same resources give the same text. In a native image
 * this needs the reflection configuration of the messages; building and serving resources does not.
 */
public final class ResourceJson {
    private static final String LINE = ",\n";

    private final JsonFormat.Printer printer;

    public ResourceJson() {
        var registry = TypeRegistry.newBuilder().add(ResourceTypes.roots()).build();
        this.printer = JsonFormat.printer().usingTypeRegistry(registry).sortingMapKeys();
    }

    /** {@code {"listeners":[],"routes":[],"clusters":[],"endpoints":[],"secrets":[],"problems":[]}}. */
    public String document(ResourceSet resources, Collection<Problem> problems) {
        return "{\n"
                + member("listeners", array(resources, ResourceType.LISTENER)) + LINE
                + member("routes", array(resources, ResourceType.ROUTE)) + LINE
                + member("clusters", array(resources, ResourceType.CLUSTER)) + LINE
                + member("endpoints", array(resources, ResourceType.ENDPOINT)) + LINE
                + member("secrets", array(resources, ResourceType.SECRET)) + LINE
                + member("problems", problems(problems))
                + "\n}\n";
    }

    /** The resources of a type as an array, sorted by name; virtual hosts are part of {@link ResourceType#ROUTE}. */
    public String array(ResourceSet resources, ResourceType type) {
        var hosts = resources.of(ResourceType.VIRTUAL_HOST);
        return array(resources.of(type).values().stream()
                .map(resource -> print(complete(message(resource), hosts)))
                .toList());
    }

    /** One resource as it travels. */
    public String one(EncodedResource resource) {
        return print(redacted(message(resource)));
    }

    /** Problems as an array, in the order given. */
    public String problems(Collection<Problem> problems) {
        return array(problems.stream().map(ResourceJson::problem).toList());
    }

    /** The message in a resource's bytes. */
    private static Message message(EncodedResource resource) {
        try {
            return switch (resource.type()) {
                case CLUSTER -> Cluster.parseFrom(resource.value());
                case ENDPOINT -> ClusterLoadAssignment.parseFrom(resource.value());
                case SECRET -> Secret.parseFrom(resource.value());
                case LISTENER -> Listener.parseFrom(resource.value());
                case ROUTE -> RouteConfiguration.parseFrom(resource.value());
                case VIRTUAL_HOST -> VirtualHost.parseFrom(resource.value());
            };
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("not a " + resource.type() + ": " + resource.name(), e);
        }
    }

    private static Message complete(Message message, NavigableMap<String, EncodedResource> hosts) {
        return message instanceof RouteConfiguration routes && routes.hasVhds()
                ? inline(routes, hosts)
                : redacted(message);
    }

    private static Message redacted(Message message) {
        if (message instanceof Secret secret) {
            var kept = Secret.newBuilder().setName(secret.getName());
            if (secret.hasValidationContext()) {
                kept.setValidationContext(CertificateValidationContext.newBuilder()
                        .setTrustedCa(secret.getValidationContext().getTrustedCa()));
            }
            return kept.build();
        }
        return message;
    }

    /** A route configuration with its virtual hosts in it, as a client that knows no VHDS gets it. */
    static RouteConfiguration inline(RouteConfiguration routes, NavigableMap<String, EncodedResource> hosts) {
        var complete = routes.toBuilder().clearVhds();
        var prefix = routes.getName() + "/";
        for (var host : hosts.tailMap(prefix, true).values()) {
            if (!host.name().startsWith(prefix)) {
                break;
            }
            complete.addVirtualHosts((VirtualHost) message(host));
        }
        return complete.build();
    }

    private String print(Message message) {
        try {
            return printer.print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message type is missing in ResourceTypes", e);
        }
    }

    private static String problem(Problem problem) {
        var fields = new ArrayList<String>();
        fields.add("  \"severity\": " + JsonText.quote(problem.severity().name()));
        fields.add("  \"code\": " + JsonText.quote(problem.code()));
        problem.object().ifPresent(object -> fields.add("  \"object\": " + JsonText.quote(object.toString())));
        fields.add("  \"origin\": " + JsonText.quote(problem.origin().toString()));
        fields.add("  \"path\": " + JsonText.quote(problem.path()));
        fields.add("  \"message\": " + JsonText.quote(problem.message()));
        fields.add("  \"effect\": " + JsonText.quote(problem.effect()));
        return "{\n" + String.join(LINE, fields) + "\n}";
    }

    private static String array(List<String> items) {
        return items.isEmpty() ? "[]" : "[\n" + String.join(LINE, items) + "\n]";
    }

    private static String member(String name, String value) {
        return JsonText.quote(name) + ": " + value;
    }
}
