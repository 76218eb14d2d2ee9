package dev.tulle.controlplane.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {
    private final Path root;
    private final Path second;
    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    private FileSource source;

    private record Seen(ConfigSnapshot snapshot, List<Problem> problems) {
        boolean has(String name) {
            return snapshot.find(key(name)).isPresent();
        }

        String text(String name) {
            return snapshot.find(key(name)).map(object -> object.json()).orElse("");
        }

        long generation(String name) {
            return snapshot.find(key(name)).map(object -> object.generation()).orElse(0L);
        }
    }

    FileSourceTest(@TempDir Path directory) throws IOException {
        root = Files.createDirectory(directory.resolve("config"));
        second = Files.createDirectory(directory.resolve("pods"));
        source = started();
    }

    private FileSource started() throws IOException {
        var started = new FileSource(
                List.of(root, second),
                Duration.ofMillis(500),
                (snapshot, problems, nanos) -> seen.add(new Seen(snapshot, problems)));
        started.start();
        return started;
    }

    @AfterEach
    void stop() throws IOException {
        source.close();
    }

    private static ConfigKey key(String name) {
        return new ConfigKey("", "ConfigMap", "test", name);
    }

    private static String object(String name, String text) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\n  namespace: test\ndata:\n  text: "
                + text + "\n";
    }

    private static void rename(Path file, String content) throws IOException {
        var hidden = file.resolveSibling("." + file.getFileName() + ".new");
        Files.writeString(hidden, content);
        Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Waits for the first state that is as expected. */
    private Seen until(Predicate<Seen> expected) throws InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        Seen last = null;
        while (System.nanoTime() < deadline) {
            var next = seen.poll(100, TimeUnit.MILLISECONDS);
            if (next != null) {
                last = next;
                if (expected.test(next)) {
                    return next;
                }
            }
        }
        throw new AssertionError("not seen in time; the last was " + last);
    }

    @Test
    void anEmptyDirectoryIsASnapshotToo() throws Exception {
        assertThat(until(state -> true).snapshot().objects()).isEmpty();
    }

    @Test
    void aRenamedFileIsSeenWithinMilliseconds() throws Exception {
        until(state -> true);
        var fastest = Long.MAX_VALUE;
        for (var i = 0; i < 20; i++) {
            var text = "t" + i;
            var began = System.nanoTime();
            rename(root.resolve("a.yaml"), object("a", text));
            until(state -> state.text("a").contains("\"" + text + "\""));
            fastest = Math.min(fastest, System.nanoTime() - began);
        }
        assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(20));
    }

    @Test
    void newSubdirectoriesAndWhatIsInThemAreSeen() throws Exception {
        var deep = Files.createDirectories(root.resolve("x/y/z"));
        rename(deep.resolve("a.yaml"), object("a", "one"));
        until(state -> state.has("a"));
        rename(deep.resolve("b.yaml"), object("b", "one"));
        until(state -> state.has("a") && state.has("b"));
    }

    @Test
    void hiddenFilesAndDirectoriesDoNotExist() throws Exception {
        Files.writeString(root.resolve(".hidden.yaml"), object("hidden", "one"));
        Files.createDirectory(root.resolve(".git"));
        Files.writeString(root.resolve(".git/a.yaml"), object("git", "one"));
        rename(root.resolve("a.yaml"), object("a", "one"));
        assertThat(until(state -> state.has("a")).snapshot().objects()).hasSize(1);
    }

    @Test
    void aFileWrittenInPiecesIsNeverSeenInPart() throws Exception {
        rename(root.resolve("a.yaml"), object("a", "before"));
        until(state -> state.has("a"));
        var whole = object("a", "after") + "  more: |\n" + "    line\n".repeat(2000);
        try (var out = Files.newOutputStream(root.resolve("a.yaml"), StandardOpenOption.TRUNCATE_EXISTING)) {
            for (var piece : whole.split("(?<=\n)", -1)) {
                out.write(piece.getBytes(StandardCharsets.UTF_8));
            }
        }
        var after = until(state -> !state.text("a").contains("before"));
        assertThat(after.text("a").split("line", -1)).hasSize(2001);
        assertThat(after.problems()).isEmpty();
    }

    @Test
    void aDeletedFileIsNoticed() throws Exception {
        rename(root.resolve("a.yaml"), object("a", "one"));
        rename(root.resolve("b.yaml"), object("b", "one"));
        until(state -> state.has("a") && state.has("b"));
        Files.delete(root.resolve("a.yaml"));
        until(state -> !state.has("a") && state.has("b"));
    }

    @Test
    void aBrokenFileKeepsItsLastGoodFormAndIsAProblemWithItsLine() throws Exception {
        rename(root.resolve("a.yaml"), object("a", "one"));
        until(state -> state.has("a"));
        rename(root.resolve("a.yaml"), object("a", "two") + "   bad: [indent\n");
        var state = until(next -> !next.problems().isEmpty());
        assertThat(state.text("a")).contains("one");
        assertThat(state.problems().getFirst().origin().toString()).startsWith("a.yaml:");
        rename(root.resolve("a.yaml"), object("a", "three"));
        assertThat(until(next -> next.problems().isEmpty()).text("a")).contains("three");
    }

    @Test
    void anEmptyFileAndOneThatIsNotUtf8KeepTheirLastGoodForm() throws Exception {
        rename(root.resolve("a.yaml"), object("a", "one"));
        rename(root.resolve("b.yaml"), object("b", "one"));
        until(state -> state.has("a") && state.has("b"));
        rename(root.resolve("a.yaml"), "");
        Files.write(root.resolve(".b"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        Files.move(root.resolve(".b"), root.resolve("b.yaml"), StandardCopyOption.REPLACE_EXISTING);
        var state = until(next -> next.problems().size() == 2);
        assertThat(state.has("a")).isTrue();
        assertThat(state.has("b")).isTrue();
    }

    @Test
    void ofTwoObjectsWithOneNameTheFirstCounts() throws Exception {
        rename(root.resolve("a.yaml"), object("same", "first"));
        rename(root.resolve("b.yaml"), object("same", "other"));
        var state = until(next -> !next.problems().isEmpty());
        assertThat(state.text("same")).contains("first");
        assertThat(state.problems())
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("a.yaml");
    }

    @Test
    void aDirectoryThatVanishesKeepsItsObjectsUntilItIsBack() throws Exception {
        rename(second.resolve("a.yaml"), object("a", "one"));
        until(state -> state.has("a"));
        Files.move(second, second.resolveSibling("elsewhere"));
        var missing = until(state -> !state.problems().isEmpty());
        assertThat(missing.has("a")).isTrue();
        assertThat(missing.problems().getFirst().message()).contains("missing");
        Files.createDirectory(second);
        rename(second.resolve("b.yaml"), object("b", "one"));
        var back = until(state -> state.has("b") && !state.has("a"));
        assertThat(back.problems()).isEmpty();
    }

    @Test
    void generationsCountSemanticChangesAndOutliveARestart() throws Exception {
        rename(root.resolve("a.yaml"), object("a", "one"));
        assertThat(until(state -> state.has("a")).generation("a")).isEqualTo(1);
        rename(root.resolve("a.yaml"), "# a comment\n" + object("a", "one"));
        rename(root.resolve("b.yaml"), object("b", "one"));
        assertThat(until(state -> state.has("b")).generation("a")).isEqualTo(1);
        rename(root.resolve("a.yaml"), object("a", "two"));
        assertThat(until(state -> state.text("a").contains("two")).generation("a"))
                .isEqualTo(2);
        var saved = root.resolve(".generations.json");
        while (!Files.exists(saved) || !Files.readString(saved).contains("\"generation\" : 2")) {
            Thread.onSpinWait();
        }
        source.close();
        seen.clear();
        source = started();
        assertThat(until(state -> state.has("a")).generation("a")).isEqualTo(2);
    }
}
