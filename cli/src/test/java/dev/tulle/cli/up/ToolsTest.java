package dev.tulle.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolsTest {
    private static final List<String> NEITHER = List.of("prometheus", "zipkin");

    private final Path home;

    ToolsTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void aMissingEnvoyIsNamedWithWhatToDo() {
        assertThatThrownBy(() -> Tools.find(home, Map.of(), NEITHER))
                .isInstanceOf(UnusableEnvironment.class)
                .hasMessage(home.resolve(".tools/envoy") + " is missing: run 'make tools', or set ENVOY=path");
    }

    @Test
    void anEnvoyOfTheUsersThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Tools.find(home, Map.of("ENVOY", "/nowhere/envoy"), NEITHER))
                .isInstanceOf(UnusableEnvironment.class)
                .hasMessage("ENVOY=/nowhere/envoy is not a file");
    }

    @Test
    void anEnvoyWithoutTheStatsLoggerIsTooOld() throws IOException {
        var old = envoy("1.36.4");

        assertThatThrownBy(() -> Tools.find(home, Map.of("ENVOY", old.toString()), NEITHER))
                .isInstanceOf(UnusableEnvironment.class)
                .hasMessageContaining("is Envoy 1.36.4, too old: 1.37 or newer is needed");
    }

    @Test
    void aNewerEnvoyIsTaken() throws Exception {
        var newer = envoy("1.41.0");

        assertThat(Tools.find(home, Map.of("ENVOY", newer.toString()), NEITHER).envoy())
                .isEqualTo(newer);
    }

    @Test
    void aProgramThatIsNotEnvoyIsRefused() throws IOException {
        var other = script("echo hello");

        assertThatThrownBy(() -> Tools.find(home, Map.of("ENVOY", other.toString()), NEITHER))
                .isInstanceOf(UnusableEnvironment.class)
                .hasMessageContaining("does not say which Envoy it is")
                .hasMessageContaining("hello");
    }

    @Test
    void aMissingPrometheusIsNamedUnlessTheUserDoesWithout() throws IOException {
        var envoy = envoy("1.40.0").toString();

        assertThatThrownBy(() -> Tools.find(home, Map.of("ENVOY", envoy), List.of("zipkin")))
                .isInstanceOf(UnusableEnvironment.class)
                .hasMessageContaining("PROMETHEUS=path");
    }

    private Path envoy(String version) throws IOException {
        return script("echo; echo 'envoy  version: 0a1b2c/" + version + "/Clean/RELEASE/BoringSSL'");
    }

    private Path script(String command) throws IOException {
        var file = Files.writeString(home.resolve("program"), "#!/bin/sh\n" + command + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
