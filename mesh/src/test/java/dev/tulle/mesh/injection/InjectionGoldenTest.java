package dev.tulle.mesh.injection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigText;
import dev.tulle.mesh.injection.WorkloadDocuments.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Compares what each case gives with the files in its folder; {@code make golden} rewrites them. */
class InjectionGoldenTest {
    private static final List<String> OUTPUT = List.of("outcome.txt", "out.json", "rules.txt");

    @TestFactory
    Stream<DynamicTest> cases() {
        return InjectionCase.folders().stream()
                .map(folder -> DynamicTest.dynamicTest(
                        folder.getFileName().toString(), () -> compare(new InjectionCase(folder))));
    }

    private static void compare(InjectionCase golden) throws IOException {
        var output = golden.output();
        if (Boolean.getBoolean("golden.rewrite")) {
            for (var name : OUTPUT) {
                Files.deleteIfExists(golden.folder().resolve(name));
            }
            for (var file : output.entrySet()) {
                Files.writeString(golden.folder().resolve(file.getKey()), file.getValue());
            }
        }
        for (var name : OUTPUT) {
            var file = golden.folder().resolve(name);
            var expected = Files.exists(file) ? Files.readString(file) : "";
            assertThat(output.getOrDefault(name, "")).as(file.toString()).isEqualTo(expected);
        }
    }

    /** The webhook may be asked again, and kube-inject's output goes through it too. */
    @TestFactory
    Stream<DynamicTest> injectingTwiceIsInjectingOnce() {
        return InjectionCase.folders().stream()
                .map(folder -> DynamicTest.dynamicTest(
                        folder.getFileName().toString(), () -> again(new InjectionCase(folder))));
    }

    private static void again(InjectionCase golden) {
        var once = documents(golden.outcomes());
        var twice = documents(golden.outcomes(once));
        assertThat(json(twice)).isEqualTo(json(once));
        assertThat(json(documents(golden.outcomes()))).isEqualTo(json(once));
    }

    private static List<ConfigNode> documents(List<Outcome> outcomes) {
        return outcomes.stream().map(Outcome::document).toList();
    }

    private static String json(List<ConfigNode> documents) {
        return documents.stream().map(ConfigText::json).collect(Collectors.joining("\n"));
    }
}
