package dev.tulle.controlplane.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CustomKindsTest {
    private static String definition(String group, String versions, String established) {
        return """
            {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "x"},
             "spec": {"group": "%s", "names": {"kind": "Gateway", "plural": "gateways"}, "versions": [%s]},
             "status": {"conditions": [{"type": "Established", "status": "%s"}]}}
            """.formatted(group, versions, established);
    }

    private static String version(String name, boolean served) {
        return "{\"name\": \"%s\", \"served\": %s}".formatted(name, served);
    }

    @Test
    void theNewestServedVersionIsRead() {
        var versions = version("v1alpha3", true) + "," + version("v1beta1", true) + "," + version("v1", false);

        assertThat(CustomKinds.of(ApiObjects.read(definition("networking.istio.io", versions, "True"))))
                .hasValueSatisfying(kind -> assertThat(kind.version()).isEqualTo("v1beta1"));
    }

    @Test
    void othersGroupsAndWhatIsNotServedYetAreLeftAlone() {
        assertThat(CustomKinds.of(ApiObjects.read(definition("example.com", version("v1", true), "True"))))
                .isEmpty();
        assertThat(CustomKinds.of(ApiObjects.read(definition("networking.istio.io", version("v1", true), "False"))))
                .isEmpty();
    }
}
