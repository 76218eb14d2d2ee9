package dev.tulle.console.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tulle.console.layout.GraphLayout;
import dev.tulle.console.mesh.MeshConfig;
import dev.tulle.console.prometheus.Question;
import dev.tulle.console.prometheus.Sample;
import dev.tulle.console.prometheus.TrafficAnswers;
import dev.tulle.console.prometheus.VectorJson;
import dev.tulle.console.prometheus.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** One test per folder of golden/graph: Prometheus' answers and the control plane's configuration in, graph.json out. */
class GraphGoldenTest {
    private static final Path CASES = Path.of("src/test/resources/golden/graph");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> everyCase() throws IOException {
        try (var folders = Files.list(CASES)) {
            return folders.sorted().toList().stream()
                    .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
        }
    }

    private static void check(Path folder) throws IOException {
        var view = read(folder.resolve("view.json"));
        var input = view.has("like") ? CASES.resolve(view.path("like").asText()) : folder;
        var graphs = new TrafficGraphs(new GraphLayout());
        var answers = answers(read(input.resolve("prometheus.json")));
        var config = config(read(input.resolve("config.json")));
        var type = GraphType.of(view.path("type").asText("versionedApp")).orElseThrow();
        var services = view.path("services").asBoolean(true) ? ServiceNodes.SHOWN : ServiceNodes.HIDDEN;
        var actual = graphs.draw(answers, config, type, services).toPrettyString() + "\n";
        assertThat(new TrafficGraphs(new GraphLayout())
                                .draw(answers, config, type, services)
                                .toPrettyString() + "\n")
                .as("the same again")
                .isEqualTo(actual);
        var expected = folder.resolve("graph.json");
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.writeString(expected, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(expected));
    }

    private static JsonNode read(Path file) throws IOException {
        return Files.exists(file) ? JSON.readTree(file.toFile()) : JsonNodeFactory.instance.objectNode();
    }

    private static TrafficAnswers answers(JsonNode json) {
        var samples = new EnumMap<Question, List<Sample>>(Question.class);
        for (var question : Question.values()) {
            samples.put(question, VectorJson.read(json.path(question.name().toLowerCase(Locale.ROOT))));
        }
        return new TrafficAnswers(Instant.ofEpochSecond(1_800_000_000), Window.ONE_MINUTE, samples);
    }

    private static MeshConfig config(JsonNode json) {
        return new MeshConfig(list(json.path("objects")), list(json.path("proxies")));
    }

    private static List<JsonNode> list(JsonNode array) {
        var all = new ArrayList<JsonNode>();
        array.forEach(all::add);
        return all;
    }
}
