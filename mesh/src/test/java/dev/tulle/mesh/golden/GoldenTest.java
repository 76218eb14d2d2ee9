package dev.tulle.mesh.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Compares what each case gives with the files in its folder. A case keeps the files that it is about; problems.json must be
 * there exactly when there are problems. A new case gets all files when rewritten.
 */
class GoldenTest {
    private static final List<String> OUTPUT =
            List.of("mesh.json", "listeners.json", "routes.json", "clusters.json", "endpoints.json");
    private static final String PROBLEMS = "problems.json";

    @TestFactory
    Stream<DynamicTest> cases() {
        return GoldenCase.folders().stream()
                .map(folder -> DynamicTest.dynamicTest(GoldenCase.name(folder), () -> compare(folder)));
    }

    private static void compare(Path folder) throws IOException {
        var golden = new GoldenCase(folder);
        if (Boolean.getBoolean("golden.rewrite")) {
            rewrite(golden);
        }
        var output = golden.output();
        assertThat(OUTPUT).as("a case without expectations").anyMatch(name -> Files.exists(golden.file(name)));
        for (var name : OUTPUT) {
            if (Files.exists(golden.file(name))) {
                assertThat(output.getOrDefault(name, ""))
                        .as(golden.file(name).toString())
                        .isEqualTo(Files.readString(golden.file(name)));
            }
        }
        var expected = Files.exists(golden.file(PROBLEMS)) ? Files.readString(golden.file(PROBLEMS)) : "";
        assertThat(output.getOrDefault(PROBLEMS, ""))
                .as(golden.file(PROBLEMS).toString())
                .isEqualTo(expected);
    }

    private static void rewrite(GoldenCase golden) throws IOException {
        var isNew = OUTPUT.stream().noneMatch(name -> Files.exists(golden.file(name)));
        Files.deleteIfExists(golden.file(PROBLEMS));
        for (var file : golden.output().entrySet()) {
            var path = golden.file(file.getKey());
            if (isNew || file.getKey().equals(PROBLEMS) || Files.exists(path)) {
                Files.writeString(path, file.getValue());
            }
        }
    }
}
