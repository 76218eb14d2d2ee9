package dev.tulle.mesh.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Problem.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is written, the parser and the translator answer with problems and never with an exception. */
class MutationTest {
    private static final int ROUNDS = 1000;
    private static final List<String> VALUES = List.of(
            "~",
            "[]",
            "{}",
            "-1",
            "0",
            "1e999",
            "99999999999999999999",
            "yes",
            "\"\"",
            "'*'",
            "5s",
            "a.b.c",
            "/",
            "*x",
            "&x",
            "!!int x",
            "|",
            "{a: b}",
            "[1, {}]",
            "\t",
            ": :",
            "0x",
            "NaN",
            ".inf",
            "\u0000",
            "\uD800",
            "((",
            "-");

    @Test
    void everyFieldThatTulleReadsIsAccepted() {
        var translation = Snapshots.translate(everything());

        assertThat(translation.problems())
                .filteredOn(problem -> problem.severity() == Severity.ERROR)
                .isEmpty();
    }

    @Test
    @Timeout(120)
    void noInputThrows() {
        var random = new Random(3);
        var whole = Snapshots.SERVICES + "---\n" + everything();
        for (var round = 0; round < ROUNDS; round++) {
            var text = whole;
            for (var i = random.nextInt(4); i >= 0; i--) {
                text = mutated(text, random);
            }
            var started = System.nanoTime();
            try {
                var parsed = ConfigParser.parse("x.yaml", text.getBytes(StandardCharsets.UTF_8));
                new Translator("cluster.local", MissingPods.MADE_UP).translate(ConfigSnapshot.of(parsed.objects()));
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("round " + round + ":\n" + text, e);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
        }
    }

    private static String mutated(String text, Random random) {
        var lines = new ArrayList<>(text.lines().toList());
        var at = random.nextInt(lines.size());
        var line = lines.get(at);
        switch (random.nextInt(8)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, line);
            case 2 -> lines.set(at, "  " + line);
            case 3 -> lines.set(at, line.replaceFirst(" {2}", ""));
            case 4, 5 -> lines.set(at, line.replaceFirst(":.*", ": " + VALUES.get(random.nextInt(VALUES.size()))));
            case 6 ->
                lines.set(
                        at,
                        line.replaceFirst(
                                "([a-z]+):",
                                VALUES.get(random.nextInt(VALUES.size())).replace("\\", "") + "$1:"));
            default -> {
                var chars = new StringBuilder(line);
                chars.insert(random.nextInt(line.length() + 1), (char) (32 + random.nextInt(95)));
                lines.set(at, chars.toString());
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String everything() {
        try (var in = Objects.requireNonNull(MutationTest.class.getResourceAsStream("/everything.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
