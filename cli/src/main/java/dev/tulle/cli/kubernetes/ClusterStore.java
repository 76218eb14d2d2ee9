package dev.tulle.cli.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.documents.Put;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** The objects of a cluster. */
final class ClusterStore {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NOT_FOUND = 404;
    /** How long a new CustomResourceDefinition may take until its kind is served. */
    private static final Duration ESTABLISHED = Duration.ofSeconds(10);

    private static final Duration AGAIN = Duration.ofMillis(200);
    /** What a server adds to metadata, and nobody may send. */
    private static final List<String> SERVER_METADATA =
            List.of("managedFields", "resourceVersion", "uid", "creationTimestamp", "generation", "selfLink");

    private final ApiServer server;
    private Optional<ResourceTypes> known = Optional.empty();

    ClusterStore(ApiServer server) {
        this.server = server;
    }

    /** Sorted by key. */
    List<ConfigObject> find(String kind, Optional<String> name, Optional<String> namespace)
            throws InterruptedException, CommandFailure {
        var types = types().named(kind);
        if (types.isEmpty() && !kind.equals("all")) {
            throw new CommandFailure("the cluster knows no kind " + kind);
        }
        var objects = new ArrayList<ConfigObject>();
        for (var type : types) {
            objects.addAll(ClusterObjects.ofList(server.get(type.path(namespace.orElse(""))), type));
        }
        objects.removeIf(object ->
                name.filter(wanted -> !wanted.equals(object.key().name())).isPresent());
        objects.sort(Comparator.comparing(ConfigObject::key));
        return objects;
    }

    /** Everything that a rule may name, and all rules; kinds that the cluster has not are left out. */
    List<ConfigObject> ofMesh() throws InterruptedException, CommandFailure {
        var wanted = new ArrayList<>(types().named("all"));
        types().find("", "Service").ifPresent(wanted::add);
        types().find("", "Pod").ifPresent(wanted::add);
        return all(wanted);
    }

    /** Namespaces, and what makes pods. */
    List<ConfigObject> ofWorkloads() throws InterruptedException, CommandFailure {
        var wanted = new ArrayList<ResourceType>();
        for (var kind : List.of("Namespace", "ServiceAccount")) {
            types().find("", kind).ifPresent(wanted::add);
        }
        for (var kind : List.of("Deployment", "StatefulSet", "DaemonSet")) {
            types().find("apps", kind).ifPresent(wanted::add);
        }
        for (var kind : List.of("Job", "CronJob")) {
            types().find("batch", kind).ifPresent(wanted::add);
        }
        return all(wanted);
    }

    /** All objects of these types. */
    private List<ConfigObject> all(List<ResourceType> wanted) throws InterruptedException, CommandFailure {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var lists = wanted.stream()
                    .map(type -> threads.submit(() -> ClusterObjects.ofList(server.get(type.path("")), type)))
                    .toList();
            var objects = new ArrayList<ConfigObject>();
            for (var list : lists) {
                objects.addAll(list.get());
            }
            return objects;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommandFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(e);
        }
    }

    /** A server-side apply of the field manager {@code tulle}, with strict checks. */
    Put put(ConfigObject object, Put.Mode mode) throws InterruptedException, CommandFailure {
        var type = await(object);
        if (type.isEmpty()) {
            return new Put.Refused(object, unknown(object));
        }
        var path = type.get().path(object.key());
        var before = server.find(path);
        var dryRun =
                switch (mode) {
                    case WRITE -> "";
                    case DRY_RUN -> "&dryRun=All";
                };
        var answer =
                server.apply(path + "?fieldManager=tulle&force=true&fieldValidation=Strict" + dryRun, json(object));
        if (!answer.isGood()) {
            return new Put.Refused(object, answer.message());
        }
        var stored = ClusterObjects.of(answer.body()).orElse(object);
        return new Put.Stored(stored, change(before, answer.body()));
    }

    private static Put.Change change(Optional<JsonNode> before, JsonNode after) {
        return before.map(old ->
                        resourceVersion(old).equals(resourceVersion(after)) ? Put.Change.NONE : Put.Change.CHANGED)
                .orElse(Put.Change.CREATED);
    }

    private static String resourceVersion(JsonNode object) {
        return object.path("metadata").path("resourceVersion").asText();
    }

    private static String json(ConfigObject object) {
        try {
            var json = JSON.readTree(object.json());
            if (json instanceof ObjectNode root) {
                root.remove("status");
                if (root.path("metadata") instanceof ObjectNode metadata) {
                    metadata.remove(SERVER_METADATA);
                }
            }
            return json.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own JSON is none", e);
        }
    }

    boolean remove(ConfigKey key) throws InterruptedException, CommandFailure {
        var type = types().find(key.group(), key.kind());
        if (type.isEmpty()) {
            return false;
        }
        var answer = server.delete(type.get().path(key));
        if (!answer.isGood() && answer.status() != NOT_FOUND) {
            throw new CommandFailure(answer.message());
        }
        return answer.isGood();
    }

    /** The object's type, which a CustomResourceDefinition of the same command may be about to make. */
    private Optional<ResourceType> await(ConfigObject object) throws InterruptedException, CommandFailure {
        var type = type(object);
        var deadline = System.nanoTime() + ESTABLISHED.toNanos();
        while (type.isEmpty() && defined(object) && System.nanoTime() - deadline < 0) {
            Thread.sleep(AGAIN);
            known = Optional.empty();
            type = type(object);
        }
        return type;
    }

    private boolean defined(ConfigObject object) throws InterruptedException, CommandFailure {
        for (var definition : server.get("/apis/apiextensions.k8s.io/v1/customresourcedefinitions")
                .path("items")) {
            var spec = definition.path("spec");
            if (spec.path("group").asText().equals(object.key().group())
                    && spec.path("names")
                            .path("kind")
                            .asText()
                            .equals(object.key().kind())) {
                return true;
            }
        }
        return false;
    }

    private Optional<ResourceType> type(ConfigObject object) throws InterruptedException, CommandFailure {
        return types().find(object.key().group(), object.version(), object.key().kind());
    }

    private String unknown(ConfigObject object) throws InterruptedException, CommandFailure {
        var key = object.key();
        var group = key.group().isEmpty() ? "" : key.group() + "/";
        return types().find(key.group(), key.kind())
                .map(other -> "the cluster serves no " + key.kind() + " in " + group + object.version()
                        + ", expected apiVersion " + other.apiVersion())
                .orElseGet(() -> "the cluster knows no " + key.kind() + " in " + group + object.version()
                        + (ResourceTypes.isOfMesh(key.group())
                                ? ": `make deploy` installs the mesh's CustomResourceDefinitions"
                                : ""));
    }

    ResourceTypes types() throws InterruptedException, CommandFailure {
        if (known.isEmpty()) {
            known = Optional.of(ResourceTypes.discover(server));
        }
        return known.get();
    }
}
