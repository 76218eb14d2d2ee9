package dev.tulle.cli.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlTextTest {
    @Test
    void everyManifestOfTheRepositoryReadsBackTheSame() throws Exception {
        var objects = UserDocuments.read(
                        List.of("../k8s/apps", "../k8s/rules/servicec-versions.yaml"),
                        "default",
                        InputStream.nullInputStream())
                .objects();

        assertThat(objects).hasSizeGreaterThan(10);
        objects.forEach(YamlTextTest::assertSame);
    }

    @Test
    void scalarsThatLookLikeSomethingElseKeepTheirType() throws IOException {
        var object = parse("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: odd, namespace: a}
                data:
                  text: ["yes", "no", "12", "1e3", "0x10", "~", "null", "", " x ", "a: b", "- a", "#", "true", "2026-01-01"]
                  "odd key: x": "line\\nline\\ttab \\"quoted\\" \\\\ \\u0007 \\u2028 \\U0001F600"
                  others: [12, 0.5, true, null, {}, [], [[1], {a: [x]}]]
                """);

        assertSame(object);
    }

    @Test
    void theNamespaceAndFurtherMetadataAreWrittenOut() {
        var object = parse("apiVersion: v1\nkind: Service\nmetadata: {name: x}\n");

        assertThat(YamlText.of(object, Map.of("creationTimestamp", "2026-01-01T00:00:00Z")))
                .isEqualTo("""
                        apiVersion: v1
                        kind: Service
                        metadata:
                          name: x
                          namespace: default
                          creationTimestamp: "2026-01-01T00:00:00Z"
                        """);
    }

    private static void assertSame(ConfigObject object) {
        var again = parse(YamlText.of(object, Map.of()));

        assertThat(again.key()).isEqualTo(object.key());
        assertThat(again.json()).isEqualTo(object.json());
    }

    private static ConfigObject parse(String yaml) {
        var parsed = ConfigParser.parse("x.yaml", yaml.getBytes(StandardCharsets.UTF_8));
        assertThat(parsed.problems()).isEmpty();
        return parsed.objects().getFirst();
    }
}
