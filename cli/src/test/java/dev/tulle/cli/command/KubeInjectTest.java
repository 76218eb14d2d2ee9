package dev.tulle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.documents.InjectedDocuments;
import dev.tulle.cli.documents.InjectionConfig;
import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigText;
import dev.tulle.mesh.injection.InjectionSettings;
import dev.tulle.mesh.injection.Injector;
import dev.tulle.mesh.injection.WorkloadDocuments;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeInjectTest {
    private static final String REFUSED = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: wrong
              annotations:
                sidecar.istio.io/logLevel: loud
            spec:
              containers: [{name: app, image: app}]
            """;

    @Test
    void yamlAndJsonSayWhatTheInjectorMade() throws Exception {
        var text = Files.readString(Path.of("../k8s/apps/servicea.yaml"));
        var expected = ConfigText.read(text).stream()
                .map(new WorkloadDocuments(
                        new Injector(InjectionSettings.defaults()),
                        namespace -> Map.of("istio-injection", "enabled"),
                        "default")::inject)
                .map(WorkloadDocuments.Outcome::document)
                .toList();

        var injected = inject("../k8s/apps/servicea.yaml");

        assertThat(json(ConfigText.read(injected.yaml()))).isEqualTo(json(expected));
        assertThat(injected.yaml()).contains("name: istio-proxy", "kind: Service\n");
        var list = ConfigText.read(injected.json()).getFirst();
        assertThat(ConfigText.json(list)).contains("\"kind\":\"List\"", "istio-init");
    }

    @Test
    void whatIsInjectedStaysAsItIs() throws Exception {
        var once = inject("../k8s/apps/serviceb.yaml").yaml();

        var twice = InjectedDocuments.of(
                List.of("-"),
                "default",
                InjectionSettings.defaults(),
                new ByteArrayInputStream(once.getBytes(StandardCharsets.UTF_8)));

        assertThat(twice.yaml()).isEqualTo(once);
    }

    @Test
    void theRulesCanBeSeen() throws Exception {
        assertThat(inject("../k8s/apps/servicea.yaml").rules())
                .startsWith("# Deployment servicea/servicea\n# iptables-restore, IPV4\n*nat\n")
                .contains("-A ISTIO_OUTPUT -j ISTIO_REDIRECT", "table ip6 tulle_capture {");
        assertThat(inject("../k8s/apps/gateway.yaml").rules()).contains("nothing is redirected, it is a gateway");
    }

    @Test
    void aMistakePrintsNoDocument(@TempDir Path directory) throws Exception {
        var file = Files.writeString(directory.resolve("wrong.yaml"), REFUSED);
        var command = new KubeInjectCommand();
        command.documents.files = List.of(file.toString());

        assertThat(command.call()).isEqualTo(1);
    }

    @Test
    void settingsComeFromTheConfigMapOrItsValue(@TempDir Path directory) throws Exception {
        var value = Files.writeString(directory.resolve("config"), "proxyImage: example.org/proxy:1\n");
        var map = Files.writeString(directory.resolve("map.yaml"), """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio-sidecar-injector}
                data:
                  config: |
                    proxyImage: example.org/proxy:1
                """);
        var wrong = Files.writeString(directory.resolve("wrong"), "proxyImag: x\n");

        for (var file : List.of(value, map)) {
            var injected = InjectedDocuments.of(
                    List.of("../k8s/apps/servicea.yaml"),
                    "default",
                    InjectionConfig.read(Optional.of(file)),
                    InputStream.nullInputStream());
            assertThat(injected.yaml()).contains("image: example.org/proxy:1");
        }
        assertThatThrownBy(() -> InjectionConfig.read(Optional.of(wrong)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("did you mean \"proxyImage\"?");
    }

    private static InjectedDocuments inject(String file) throws Exception {
        return InjectedDocuments.of(
                List.of(file), "default", InjectionSettings.defaults(), InputStream.nullInputStream());
    }

    private static String json(List<ConfigNode> documents) {
        return documents.stream().map(ConfigText::json).collect(Collectors.joining("\n"));
    }
}
