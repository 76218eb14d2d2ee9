package dev.tulle.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.cli.state.AtomicFiles;
import dev.tulle.cli.state.StateDirectory;
import dev.tulle.mesh.config.ConfigObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigDirectoryTest {
    private final Path root;
    private final ConfigDirectory directory;

    ConfigDirectoryTest(@TempDir Path root) throws IOException {
        this.root = Files.createDirectories(root.resolve("config"));
        this.directory = new ConfigDirectory(this.root);
    }

    @Test
    void changesAreSeenOnceAndDeletionsToo() throws IOException {
        write("a/one.yaml", namespace("one"));
        assertThat(directory.refresh()).isTrue();
        assertThat(directory.refresh()).isFalse();
        assertThat(names()).containsExactly("one");

        write("a/one.yaml", namespace("two"));
        assertThat(directory.refresh()).isTrue();
        assertThat(names()).containsExactly("two");

        Files.delete(root.resolve("a/one.yaml"));
        assertThat(directory.refresh()).isTrue();
        assertThat(names()).isEmpty();
    }

    @Test
    void aFileThatIsBrokenByAChangeKeepsWhatItLastSaid() throws IOException {
        write("one.yaml", namespace("one"));
        assertThat(directory.refresh()).isTrue();

        write("one.yaml", "apiVersion: v1\n  kind: Namespace\n");
        assertThat(directory.refresh()).isTrue();

        assertThat(names()).containsExactly("one");
        assertThat(directory.parsed().problems()).singleElement().satisfies(problem -> assertThat(problem.toString())
                .startsWith("one.yaml:"));
    }

    @Test
    void hiddenFilesAndKustomizationsAreNoDocuments() throws IOException {
        write(".hidden.yaml", namespace("one"));
        write("kustomization.yaml", namespace("two"));
        write("notes.txt", "hello");

        assertThat(directory.refresh()).isFalse();
    }

    @Test
    void aDirectoryThatVanishesIsSaidAndWhatItSaidStays() throws IOException {
        write("one.yaml", namespace("one"));
        assertThat(directory.refresh()).isTrue();
        StateDirectory.delete(root);

        assertThatThrownBy(directory::refresh).isInstanceOf(IOException.class);
        assertThat(names()).containsExactly("one");
    }

    private List<String> names() {
        return directory.parsed().objects().stream()
                .map(ConfigObject::key)
                .map(key -> key.name())
                .toList();
    }

    private void write(String name, String content) throws IOException {
        AtomicFiles.write(root.resolve(name), content);
    }

    private static String namespace(String name) {
        return "apiVersion: v1\nkind: Namespace\nmetadata: {name: " + name + "}\n";
    }
}
