package dev.tulle.cli.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.documents.Put.Change;
import dev.tulle.cli.state.AtomicFiles;
import dev.tulle.cli.state.StateDirectory;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigStoreTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final ConfigKey ONE = new ConfigKey("", "Service", "a", "one");
    private static final ConfigKey TWO = new ConfigKey("", "Service", "a", "two");

    private final StateDirectory state;

    ConfigStoreTest(@TempDir Path directory) throws IOException {
        state = new StateDirectory(directory);
        AtomicFiles.write(state.apps().resolve("both.yaml"), service("one", 1) + "---\n" + service("two", 2));
    }

    @Test
    void aNewObjectGetsAFileOfItsOwnWithItsAge() throws IOException {
        var stored = ConfigStore.open(state).put(object(service("three", 3)), NOW);

        assertThat(stored.change()).isEqualTo(Change.CREATED);
        assertThat(state.applied().resolve("service.a.three.yaml")).content().contains("2026-01-02T03:04:05Z");
        assertThat(ConfigStore.open(state).objects()).hasSize(3);
        assertThat(stored.object().created()).contains(NOW);
    }

    @Test
    void anObjectOfTheManifestsIsReplacedWhereItStands() throws IOException {
        var stored = ConfigStore.open(state).put(object(service("two", 22)), NOW);

        assertThat(Files.exists(state.applied())).isFalse();
        var objects = ConfigStore.open(state).objects();
        assertThat(objects).containsOnlyKeys(ONE, TWO);
        assertThat(objects.values())
                .extracting(ConfigObject::digest)
                .contains(stored.object().digest());
    }

    @Test
    void aSecretIsItsOwnersAlone() throws IOException {
        var secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: a}\nstringData: {x: y}\n";

        ConfigStore.open(state).put(object(secret), NOW);

        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(state.applied().resolve("secret.a.s.yaml"))))
                .isEqualTo("rw-------");
    }

    @Test
    void anObjectThatMeansTheSameIsNotWritten() throws IOException {
        var file = state.apps().resolve("both.yaml");
        var before = Files.getLastModifiedTime(file);

        var stored = ConfigStore.open(state).put(object("# a comment\n" + service("two", 2)), NOW);

        assertThat(stored.change()).isEqualTo(Change.NONE);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
    }

    @Test
    void removingLeavesTheOthersOfTheFileAndThenNoFile() throws IOException {
        var store = ConfigStore.open(state);

        assertThat(store.remove(ONE)).isTrue();
        assertThat(ConfigStore.open(state).objects()).containsOnlyKeys(TWO);
        assertThat(store.remove(TWO)).isTrue();
        assertThat(state.apps().resolve("both.yaml")).doesNotExist();
        assertThat(store.remove(TWO)).isFalse();
    }

    private static ConfigObject object(String yaml) {
        return ConfigParser.parse("given.yaml", yaml.getBytes(StandardCharsets.UTF_8))
                .objects()
                .getFirst();
    }

    private static String service(String name, int port) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: %s, namespace: a}
                spec: {ports: [{name: http, port: %d}]}
                """.formatted(name, port);
    }
}
