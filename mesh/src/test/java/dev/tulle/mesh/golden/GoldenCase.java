package dev.tulle.mesh.golden;

import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.model.MeshModel;
import dev.tulle.mesh.model.Workload;
import dev.tulle.mesh.translate.MissingPods;
import dev.tulle.mesh.translate.Translator;
import dev.tulle.mesh.xds.MeshResources;
import dev.tulle.mesh.xds.ResourceJson;
import dev.tulle.mesh.xds.ResourceSet;
import dev.tulle.mesh.xds.ResourceType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** One folder: what users wrote, and which proxy asks ({@code node.yaml}: {@code workload: servicea.servicea}). */
final class GoldenCase {
    private static final Path ROOT = Path.of("src/test/resources/golden");
    private static final String DEFAULT_WORKLOAD = "servicea.servicea";
    private static final String NODE = "workload:";

    private final Path folder;
    private final List<Problem> problems = new ArrayList<>();
    private final MeshModel model;
    private final Workload workload;

    GoldenCase(Path folder) {
        this.folder = folder;
        var objects = new ArrayList<ConfigObject>();
        for (var file : List.of(ROOT.resolve("base.yaml"), folder.resolve("in.yaml"))) {
            var parsed = ConfigParser.parse(file.getFileName().toString(), bytes(file));
            objects.addAll(parsed.objects());
            problems.addAll(parsed.problems());
        }
        var translation = new Translator("cluster.local", MissingPods.MADE_UP).translate(ConfigSnapshot.of(objects));
        problems.addAll(translation.problems());
        problems.sort(null);
        this.model = translation.model();
        this.workload = workload(folder.resolve("node.yaml"));
    }

    /** Every case's folder, sorted. */
    static List<Path> folders() {
        try (var files = Files.walk(ROOT)) {
            return files.filter(file -> file.endsWith("in.yaml") && !file.startsWith(ROOT.resolve("injection")))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code fault/abort-percent}. */
    static String name(Path folder) {
        return ROOT.relativize(folder).toString();
    }

    Workload workload() {
        return workload;
    }

    ResourceSet resources() {
        return MeshResources.build(model).forProxy(workload.key());
    }

    /** What comes out, by file name; problems.json only where there are some. */
    SequencedMap<String, String> output() {
        var json = new ResourceJson();
        var resources = resources();
        var files = new LinkedHashMap<String, String>();
        files.put("mesh.json", RecordJson.print(model));
        files.put("listeners.json", json.array(resources, ResourceType.LISTENER));
        files.put("routes.json", json.array(resources, ResourceType.ROUTE));
        files.put("clusters.json", json.array(resources, ResourceType.CLUSTER));
        files.put("endpoints.json", json.array(resources, ResourceType.ENDPOINT));
        if (!problems.isEmpty()) {
            files.put("problems.json", json.problems(problems));
        }
        files.replaceAll((name, text) -> text.stripTrailing() + "\n");
        return files;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    private Workload workload(Path node) {
        var wanted = Files.exists(node)
                ? new String(bytes(node), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.startsWith(NODE))
                        .map(line -> line.substring(NODE.length()).strip())
                        .findFirst()
                        .orElseThrow()
                : DEFAULT_WORKLOAD;
        return model.workloads().values().stream()
                .filter(candidate -> wanted.equals(candidate.telemetry().workload() + "."
                        + candidate.telemetry().namespace()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no workload " + wanted + " in " + folder));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
