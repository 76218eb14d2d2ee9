package dev.tulle.controlplane.push;

import com.google.protobuf.ByteString;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.model.CaptureMode;
import dev.tulle.mesh.model.MeshModel;
import dev.tulle.mesh.model.ProxyRole;
import dev.tulle.mesh.model.SpiffeId;
import dev.tulle.mesh.model.Workload;
import dev.tulle.mesh.model.WorkloadKey;
import dev.tulle.mesh.model.WorkloadLabels;
import dev.tulle.mesh.translate.Translation;
import dev.tulle.mesh.xds.EncodedResource;
import dev.tulle.mesh.xds.ResourceSet;
import dev.tulle.mesh.xds.ResourceType;
import dev.tulle.mesh.xds.ResourceVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A meaning that tests can read: an object {@code kind: CLUSTER} named {@code x} with {@code data.text} is the resource of that
 * type and name with that text as its bytes; a {@code kind: Pod} is a workload with the service account of its namespace. A
 * resource has the version {@code v-<text>}; an object whose text begins with {@code bad} is in error.
 */
final class TestMesh implements Meaning {
    static ConfigSnapshot snapshot(String... documents) {
        var text = String.join("\n---\n", documents);
        var parsed = ConfigParser.parse("test.yaml", text.getBytes(StandardCharsets.UTF_8));
        if (!parsed.problems().isEmpty()) {
            throw new IllegalArgumentException("problems in the test's documents: " + parsed.problems());
        }
        return ConfigSnapshot.of(parsed.objects().stream()
                .map(object -> object.withGeneration(1))
                .toList());
    }

    static String pod(String name, String namespace) {
        return """
                {apiVersion: v1, kind: Pod, metadata: {name: %s, namespace: %s}}
                """.formatted(name, namespace);
    }

    static String resource(ResourceType type, String name, String text) {
        return """
                {apiVersion: test/v1, kind: %s, metadata: {name: "%s", namespace: test}, data: {text: "%s"}}
                """.formatted(type.name(), name.replace('/', '-'), name + " " + text);
    }

    static ConfigKey key(ResourceType type, String name) {
        return new ConfigKey("test", type.name(), "test", name.replace('/', '-'));
    }

    private ConfigSnapshot snapshot = ConfigSnapshot.EMPTY;

    @Override
    public List<Problem> check(ConfigObject object) {
        if (!text(object).contains(" bad")) {
            return List.of();
        }
        return List.of(new Problem(
                Problem.Severity.ERROR,
                "",
                Optional.of(object.key()),
                object.origin(),
                "data.text",
                "is bad, expected good",
                "the object is refused"));
    }

    @Override
    public Translation translate(ConfigSnapshot incoming) {
        snapshot = incoming;
        var workloads = new TreeMap<WorkloadKey, Workload>();
        var problems = new ArrayList<Problem>();
        for (var object : incoming.objects().values()) {
            if (object.key().kind().equals("Pod")) {
                var workload = workload(object);
                workloads.put(workload.key(), workload);
            } else {
                problems.addAll(check(object));
            }
        }
        return new Translation(new MeshModel("cluster.local", new TreeMap<>(), workloads, List.of()), problems);
    }

    private static Workload workload(ConfigObject object) {
        var key = new WorkloadKey(object.key().namespace(), object.key().name());
        return new Workload(
                key,
                Map.of(),
                new WorkloadLabels(key.name(), key.namespace(), key.name(), "v1", key.name(), "v1"),
                SpiffeId.of("cluster.local", key.namespace(), key.namespace()),
                key.namespace(),
                "127.0.50.10",
                List.of(),
                new CaptureMode.Explicit("127.0.50.10", "127.0.51.10", Optional.empty()),
                new ProxyRole.Sidecar());
    }

    private static String text(ConfigObject object) {
        var data = object.root().fields().get("data");
        if (data != null && data.value() instanceof ConfigNode.Mapping mapping) {
            var text = mapping.fields().get("text");
            if (text != null && text.value() instanceof ConfigNode.Text(var value, var line)) {
                return value;
            }
        }
        return "";
    }

    @Override
    public Function<WorkloadKey, ResourceSet> build(MeshModel model) {
        var resources = snapshot.objects().values().stream()
                .filter(object -> object.key().group().equals("test"))
                .filter(object -> !text(object).contains(" bad"))
                .map(TestMesh::resource)
                .toList();
        var set = ResourceSet.of(resources);
        return key -> set;
    }

    private static EncodedResource resource(ConfigObject object) {
        var words = text(object).split(" ", 2);
        return new EncodedResource(
                ResourceType.valueOf(object.key().kind()),
                words[0],
                new ResourceVersion("v-" + words[1]),
                ByteString.copyFromUtf8(words[1]),
                List.of(object.key()));
    }
}
