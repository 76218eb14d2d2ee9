package dev.tulle.controlplane.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.controlplane.kubernetes.ResourceWatch.Selection;
import org.junit.jupiter.api.Test;

class GatewaySecretsTest {
    private static final String GATEWAY = """
        {"apiVersion": "networking.istio.io/v1", "kind": "Gateway", "metadata": {"name": "g", "namespace": "apps"},
         "spec": {"selector": {"istio": "ingressgateway"}, "servers": [
           {"port": {"number": 80}}, {"port": {"number": 443}, "tls": {"credentialName": "web"}}]}}
        """;

    private final ClusterObjects objects = new ClusterObjects();

    private void pod(String namespace, String name, String label) {
        ApiObjects.put(objects, """
            {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": []},
             "metadata": {"name": "%s", "namespace": "%s", "labels": {"istio": "%s"}}}
            """.formatted(name, namespace, label));
    }

    @Test
    void theNamedOnesAreWantedWhereTheGatewayHasPods() {
        ApiObjects.put(objects, GATEWAY);
        pod("istio-system", "gateway-1", "ingressgateway");
        pod("istio-system", "gateway-2", "ingressgateway");
        pod("apps", "other", "none");

        assertThat(GatewaySecrets.of(objects))
                .extracting(Selection::id)
                .containsExactlyInAnyOrder("secrets/istio-system/web", "secrets/istio-system/web-cacert");
    }

    @Test
    void withoutPodsOrWithoutNamesNoneIsWanted() {
        ApiObjects.put(objects, GATEWAY);
        assertThat(GatewaySecrets.of(objects)).isEmpty();

        ApiObjects.put(objects, GATEWAY.replace("\"credentialName\": \"web\"", "\"mode\": \"PASSTHROUGH\""));
        pod("istio-system", "gateway-1", "ingressgateway");
        assertThat(GatewaySecrets.of(objects)).isEmpty();
    }
}
