package dev.tulle.cli.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.kubernetes.ResourceType.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The kinds of a cluster, by aggregated discovery (Kubernetes 1.27 and later): two questions for all of them.
 *
 * @param all those of a group's preferred version first
 */
record ResourceTypes(List<ResourceType> all) {
    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
            + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList";
    /** Groups whose objects configure the mesh. */
    private static final Set<String> MESH =
            Set.of("networking.istio.io", "security.istio.io", "telemetry.istio.io", "gateway.networking.k8s.io");

    ResourceTypes {
        all = List.copyOf(all);
    }

    static boolean isOfMesh(String group) {
        return MESH.contains(group);
    }

    static ResourceTypes discover(ApiServer server) throws InterruptedException, CommandFailure {
        var all = new ArrayList<ResourceType>();
        for (var path : List.of("/api", "/apis")) {
            var answer = server.ask(path, AGGREGATED);
            if (!answer.isGood()) {
                throw new CommandFailure("cannot ask " + server + " for its kinds: " + answer.message());
            }
            if (!answer.body().path("kind").asText().equals("APIGroupDiscoveryList")) {
                throw new CommandFailure(server + " has no aggregated discovery, expected Kubernetes 1.27 or later");
            }
            answer.body().path("items").forEach(group -> read(group, all));
        }
        return new ResourceTypes(all);
    }

    private static void read(JsonNode item, List<ResourceType> all) {
        var group = item.path("metadata").path("name").asText("");
        item.path("versions").forEach(version -> version.path("resources").forEach(resource -> {
            var kind = resource.path("responseKind").path("kind").asText();
            var plural = resource.path("resource").asText();
            var names = new HashSet<>(List.of(
                    plural,
                    kind.toLowerCase(Locale.ROOT),
                    resource.path("singularResource").asText(plural)));
            resource.path("shortNames").forEach(name -> names.add(name.asText()));
            var scope = resource.path("scope").asText().equals("Namespaced") ? Scope.NAMESPACED : Scope.CLUSTER;
            all.add(new ResourceType(group, version.path("version").asText(), kind, plural, scope, names));
        }));
    }

    /** The type of an object that was written in that version. */
    Optional<ResourceType> find(String group, String version, String kind) {
        return all.stream()
                .filter(type -> type.group().equals(group)
                        && type.version().equals(version)
                        && type.kind().equals(kind))
                .findFirst();
    }

    /** Any version of that kind. */
    Optional<ResourceType> find(String group, String kind) {
        return all.stream()
                .filter(type -> type.group().equals(group) && type.kind().equals(kind))
                .findFirst();
    }

    /**
     * The types that a user's word means, each in one version. Core kinds hide others of their name; {@code all} means those
     * that configure the mesh.
     */
    List<ResourceType> named(String word) {
        var lower = word.toLowerCase(Locale.ROOT);
        var found = new ArrayList<ResourceType>();
        for (var type : all) {
            var meant = lower.equals("all") ? isOfMesh(type.group()) : type.isCalled(lower);
            if (meant && find(found, type).isEmpty()) {
                found.add(type);
            }
        }
        var core = found.stream().filter(type -> type.group().isEmpty()).toList();
        return core.isEmpty() ? found : core;
    }

    private static Optional<ResourceType> find(List<ResourceType> types, ResourceType same) {
        return new ResourceTypes(types).find(same.group(), same.kind());
    }
}
