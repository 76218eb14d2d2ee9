package dev.tulle.mesh.injection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page that users read names every setting, and its default. */
class SettingsPageTest {
    @Test
    void everySettingIsOnThePage() throws IOException {
        var page = Files.readString(Path.of("../k8s/control-plane/INJECTION.md"));

        Setting.byKey().forEach((key, setting) -> assertThat(line(page, "| `" + key + "`"))
                .contains("`" + setting.otherwise() + "`"));
        assertThat(Setting.byKey()).hasSameSizeAs(Setting.values());
        Setting.byAnnotation().keySet().forEach(name -> assertThat(page).contains("`" + name + "`"));
        Setting.byProxyConfig().keySet().forEach(name -> assertThat(page).contains("| `" + name + "` |"));
    }

    private static String line(String page, String start) {
        return page.lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .map(line -> line + " ``")
                .orElseThrow(() -> new AssertionError("no line begins with " + start));
    }
}
