package dev.tulle.controlplane.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiNodesTest {
    private static String pod(String resourceVersion, String probed, String podIp) {
        return """
            {"apiVersion": "v1", "kind": "Pod",
             "metadata": {"name": "a-1", "namespace": "servicea", "resourceVersion": "%s", "labels": {"app": "a"},
               "annotations": {"cni/state": "%s", "tulle.dev/edge-app-port": "8080"},
               "managedFields": [{"manager": "kubelet", "operation": "Update", "time": "%s"}]},
             "spec": {"serviceAccountName": "a", "nodeName": "node-1", "volumes": [{"name": "v"}],
               "containers": [{"name": "app", "image": "i", "ports": [{"containerPort": 8081, "name": "http"}]}]},
             "status": {"podIP": "%s", "conditions": [
               {"type": "Ready", "status": "True", "lastProbeTime": "%s"},
               {"type": "PodScheduled", "status": "True", "lastProbeTime": "%s"}]}}
            """.formatted(resourceVersion, probed, probed, podIp, probed, probed);
    }

    @Test
    void aHeartbeatChangesNothing() {
        assertThat(ApiObjects.config(pod("2", "2026-01-01T00:00:10Z", "10.0.0.1")))
                .isEqualTo(ApiObjects.config(pod("1", "2026-01-01T00:00:00Z", "10.0.0.1")));
    }

    @Test
    void anotherAddressIsAChange() {
        assertThat(ApiObjects.config(pod("2", "2026-01-01T00:00:00Z", "10.0.0.2")))
                .isNotEqualTo(ApiObjects.config(pod("1", "2026-01-01T00:00:00Z", "10.0.0.1")));
    }

    @Test
    void ofAPodThereRemainsWhatTheMeshReads() {
        assertThat(ApiObjects.config(pod("1", "2026-01-01T00:00:00Z", "10.0.0.1"))
                        .json())
                .contains("tulle.dev/edge-app-port", "\"name\":\"http\"", "10.0.0.1", "\"serviceAccountName\":\"a\"")
                .doesNotContain("managedFields", "cni/state", "volumes", "image", "PodScheduled", "lastProbeTime");
    }

    private static String virtualService(int generation, String status) {
        return """
            {"apiVersion": "networking.istio.io/v1", "kind": "VirtualService",
             "metadata": {"name": "v", "namespace": "n", "generation": %d,
               "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}", "mine": "yes"}},
             "spec": {"hosts": ["c"], "http": [{"timeout": "1s", "fault": {"abort": {"percentage": {"value": 0.1}}}}]},
             "status": {"observedGeneration": %s}}
            """.formatted(generation, status);
    }

    @Test
    void whatTheControlPlaneWritesIntoTheStatusComesBackAsNoChange() {
        assertThat(ApiObjects.config(virtualService(3, "3"))).isEqualTo(ApiObjects.config(virtualService(3, "2")));
    }

    @Test
    void fieldsOfCustomKindsStayAsWritten() {
        var object = ApiObjects.config(virtualService(3, "3"));

        assertThat(object.generation()).isEqualTo(3);
        assertThat(object.annotations()).containsOnlyKeys("mine");
        assertThat(object.json()).contains("\"value\":0.1", "\"hosts\":[\"c\"]");
    }

    @Test
    void aSecretShowsItsValuesNowhere() {
        var secret = ApiObjects.config("""
            {"apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/tls",
             "metadata": {"name": "s", "namespace": "n"}, "data": {"tls.key": "aHVudGVyMg=="}}
            """);

        assertThat(secret.toString()).contains("Secret n/s").doesNotContain("aHVudGVyMg");
    }
}
