package dev.tulle.mesh.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.config.ConfigParser.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigParserTest {
    @Test
    void documentsComeWithTheirLines() {
        var parsed = parse("""
                # a comment
                apiVersion: v1
                kind: Namespace
                metadata:
                  name: servicea
                  labels: {istio-injection: enabled}
                ---
                # another
                ---
                apiVersion: networking.istio.io/v1alpha3
                kind: VirtualService
                metadata:
                  name: route
                  namespace: servicec
                spec:
                  hosts: [servicec]
                """);

        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.objects())
                .extracting(object -> object.key() + " " + object.version() + " " + object.origin())
                .containsExactly("Namespace servicea v1 f.yaml:2", "VirtualService servicec/route v1alpha3 f.yaml:10");
        assertThat(parsed.objects().getFirst().labels()).containsEntry("istio-injection", "enabled");
    }

    @Test
    void anObjectOfTheClusterIsNamedByItsNameAndCountedByTheServer() {
        var metadata = mapping(Map.of(
                "name", new ConfigNode.Text("route", 0),
                "namespace", new ConfigNode.Text("servicec", 0),
                "generation", new ConfigNode.Numeral("7", 0)));
        var document = mapping(Map.of(
                "apiVersion", new ConfigNode.Text("networking.istio.io/v1", 0),
                "kind", new ConfigNode.Text("VirtualService", 0),
                "metadata", metadata));

        var parsed = ConfigParser.parse(new Origin.Cluster("servicec", "route"), document);

        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.objects())
                .extracting(object -> object.key() + " " + object.origin() + " " + object.generation())
                .containsExactly("VirtualService servicec/route servicec/route 7");
    }

    private static ConfigNode.Mapping mapping(Map<String, ConfigNode> values) {
        var fields = new LinkedHashMap<String, ConfigNode.Field>();
        values.forEach((name, value) -> fields.put(name, new ConfigNode.Field(value, 0)));
        return new ConfigNode.Mapping(fields, 0);
    }

    @Test
    void jsonWithTabsAndListsAreRead() {
        var parsed = parse("""
                {
                \t"apiVersion": "v1",
                \t"kind": "List",
                \t"items": [
                \t\t{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a\\u002db", "namespace": "x"}},
                \t\t{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "c"}}
                \t]
                }
                """);

        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.objects())
                .extracting(object -> object.key().toString())
                .containsExactly("Service x/a-b", "Service default/c");
    }

    @Test
    void theNamespaceOfTheCommandLineIsWrittenIntoTheObject() {
        var parsed = ConfigParser.parse("f.yaml", service("{name: a}").getBytes(StandardCharsets.UTF_8), "servicea");

        assertThat(parsed.objects().getFirst().key().namespace()).isEqualTo("servicea");
        assertThat(parsed.objects().getFirst().json())
                .isEqualTo("{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"a\","
                        + "\"namespace\":\"servicea\"}}");
    }

    @Test
    void aMistakeCostsItsOwnDocumentOnly() {
        var parsed = parse(service("{name: good-1}") + "---\nkind: [\n---\n" + service("{name: good-2}"));

        assertThat(parsed.objects()).hasSize(2);
        assertThat(parsed.problems()).singleElement().satisfies(problem -> assertThat(problem.origin())
                .isInstanceOf(Origin.File.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# nothing\n", "---\n---\n", "\uFEFF"})
    void anEmptyFileIsAProblem(String content) {
        assertThat(messages(parse(content)))
                .containsExactly(
                        "f.yaml:1: the file is empty, expected at least one object; the file is ignored: the last good"
                                + " form of its objects stays in force");
    }

    @Test
    void textThatIsNotUtf8IsAProblemWithItsLine() {
        var content = (service("{name: a}") + "# caf\u00e9\n").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(ConfigParser.parse("f.yaml", content).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith("f.yaml:4: this is not UTF-8 text, expected YAML or JSON in UTF-8"));
    }

    @Test
    void misindentationIsAProblemWithItsLine() {
        assertThat(messages(parse("""
                                apiVersion: v1
                                kind: Service
                                metadata:
                                  name: a
                                 namespace: b
                                """))).singleElement().satisfies(message -> assertThat(message)
                .startsWith("f.yaml:5: the indentation fits none"));
        assertThat(messages(parse("apiVersion: v1\nkind: Service\nmetadata:\n\tname: a\n")))
                .singleElement()
                .satisfies(message -> assertThat(message).startsWith("f.yaml:4: the line is indented by a tab"));
        assertThat(messages(parse("apiVersion: v1\nkind: Service\n  metadata: {name: a}\n")))
                .singleElement()
                .satisfies(message -> assertThat(message).startsWith("f.yaml:3: a colon stands where no field"));
    }

    @Test
    void aFieldThatStandsTwiceIsAProblem() {
        assertThat(messages(parse("apiVersion: v1\nkind: Service\nmetadata: {name: a}\nkind: Pod\n")))
                .singleElement()
                .satisfies(message -> assertThat(message)
                        .startsWith("f.yaml:4: field \"kind\" stands on line 2 already, expected each field once"));
    }

    @Test
    void theEnvelopeIsStrict() {
        assertThat(messages(parse("kind: Service\nmetadata: {name: a}\n")))
                .singleElement()
                .satisfies(message -> assertThat(message).startsWith("f.yaml:1: apiVersion: missing"));
        assertThat(messages(parse(service("{name: a, lables: {x: y}}"))))
                .singleElement()
                .satisfies(message -> assertThat(message)
                        .startsWith("f.yaml:3: metadata.lables: unknown field, did you mean \"labels\"?"));
        assertThat(messages(parse(service("{name: a, labels: {version: 1}}"))))
                .singleElement()
                .satisfies(message -> assertThat(message)
                        .startsWith(
                                "f.yaml:3: metadata.labels.version: expected text, found the number 1: write \"1\""));
        assertThat(messages(parse(service("{name: ../a}")))).singleElement().satisfies(message -> assertThat(message)
                .contains("is no name, expected lower-case"));
        assertThat(messages(parse(service("{name: a, namespace: a/b}"))))
                .singleElement()
                .satisfies(message -> assertThat(message).contains("is no namespace, expected lower-case"));
        assertThat(messages(parse("- a\n- b\n"))).singleElement().satisfies(message -> assertThat(message)
                .contains("expected an object with apiVersion"));
    }

    @Test
    void ofTwoObjectsWithOneNameTheFirstCounts() {
        var first = parse(service("{name: a}"));
        var second = ConfigParser.parse("g.yaml", service("{name: a}").getBytes(StandardCharsets.UTF_8));

        var both = ConfigParser.withoutDuplicates(List.of(first, second));

        assertThat(both.objects()).isEqualTo(first.objects());
        assertThat(both.problems()).singleElement().satisfies(problem -> assertThat(problem.toString())
                .startsWith("g.yaml:1: Service default/a: metadata.name: an object of this kind and name stands in"
                        + " f.yaml:1 already"));
    }

    @Test
    void plainScalarsAreReadAsKubectlReadsThem() {
        var spec =
                spec("{a: yes, b: 'yes', c: 0x10, d: 010, e: 1_000, f: 1e3, g: ~, h: 1.20.3, i: on, j: 10ms, k: 08}");

        assertThat(spec.fields().values())
                .extracting(field -> field.value().toString())
                .containsExactly(
                        "Bool[value=true, line=4]",
                        "Text[value=yes, line=4]",
                        "Numeral[literal=16, line=4]",
                        "Numeral[literal=8, line=4]",
                        "Numeral[literal=1000, line=4]",
                        "Numeral[literal=1e3, line=4]",
                        "Null[line=4]",
                        "Text[value=1.20.3, line=4]",
                        "Bool[value=true, line=4]",
                        "Text[value=10ms, line=4]",
                        "Numeral[literal=8, line=4]");
    }

    @Test
    void aliasesAndMergeKeysAreExpanded() {
        var spec = spec("{a: &x {p: 1, q: 2}, b: {<<: *x, q: 3}, c: *x}");

        assertThat(Optional.ofNullable(spec.fields().get("b"))
                        .orElseThrow()
                        .value()
                        .toString())
                .contains("p=Field[value=Numeral[literal=1", "q=Field[value=Numeral[literal=3");
    }

    @Test
    void bombsAreProblems() {
        var laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++) {
            laughs.append("a%d: &a%d [".formatted(i, i));
            laughs.append("*a%d,".formatted(i - 1).repeat(10)).append("]\n");
        }
        assertThat(messages(parse(laughs.toString()))).singleElement().satisfies(message -> assertThat(message)
                .contains("too large"));
        assertThat(messages(parse("[".repeat(100_000)))).singleElement().satisfies(message -> assertThat(message)
                .contains("nested too deeply"));
        assertThat(messages(parse("a: &a [*a]\n"))).singleElement().satisfies(message -> assertThat(message)
                .contains("names no anchor"));
        assertThat(messages(parse("x".repeat(4 * 1024 * 1024))))
                .singleElement()
                .satisfies(message -> assertThat(message).contains("expected at most"));
        assertThat(messages(parse("a: \u0007\n"))).singleElement().satisfies(message -> assertThat(message)
                .contains("control characters"));
    }

    @Test
    void theDigestIsThatOfTheMeaning() {
        var digest = parse(service("{name: a, labels: {x: q, z: w}}"))
                .objects()
                .getFirst()
                .digest();

        assertThat(parse(
                                "kind: Service\nmetadata:\n  labels: {z: w, x: q}\n  name: a\napiVersion: v1\nstatus: {x: 1}\n")
                        .objects()
                        .getFirst()
                        .digest())
                .isEqualTo(digest);
        assertThat(parse(service("{name: a, labels: {x: q, z: w}, resourceVersion: '7', generation: 3}"))
                        .objects()
                        .getFirst()
                        .digest())
                .isEqualTo(digest);
        assertThat(parse(service("{name: a, labels: {x: q}}"))
                        .objects()
                        .getFirst()
                        .digest())
                .isNotEqualTo(digest);
    }

    private static ConfigNode.Mapping spec(String spec) {
        var parsed = parse(service("{name: a}") + "spec: " + spec + "\n");
        assertThat(parsed.problems()).isEmpty();
        return (ConfigNode.Mapping)
                Optional.ofNullable(parsed.objects().getFirst().root().fields().get("spec"))
                        .orElseThrow()
                        .value();
    }

    private static String service(String metadata) {
        return "apiVersion: v1\nkind: Service\nmetadata: " + metadata + "\n";
    }

    private static Parsed parse(String content) {
        return ConfigParser.parse("f.yaml", content.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> messages(Parsed parsed) {
        return parsed.problems().stream().map(Problem::toString).toList();
    }
}
