package dev.tulle.mesh.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.model.MeshEndpoint;
import dev.tulle.mesh.model.MeshEndpoint.Transport;
import dev.tulle.mesh.model.MeshModel;
import dev.tulle.mesh.model.MeshService;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is behind a service. */
class EndpointsTest {
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: a, namespace: x}
            spec:
              selector: {app: a}
              ports: [{name: http, port: 80, targetPort: web}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: a, namespace: x}
            spec:
              replicas: 2
              selector: {matchLabels: {app: a}}
              template:
                metadata: {labels: {app: a}}
                spec:
                  serviceAccountName: sa
                  containers: [{name: c, ports: [{name: web, containerPort: 8080}, {name: manage, containerPort: 9000}]}]
            ---
            """;
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: a-6d4f-%1$s
              namespace: x
              labels: {app: a, pod-template-hash: 6d4f}
              annotations: {tulle.dev/application-address: 127.0.2.%1$s}
              ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: a-6d4f, uid: u}]
            spec: {serviceAccountName: sa, serviceAccount: sa, containers: [{name: c, ports: [{name: web, containerPort: 8080}]}]}
            status: {phase: Running, podIP: 127.0.1.%1$s, conditions: [{type: Ready, status: "%2$s"}]}
            ---
            """;

    @Test
    void offlineThereIsAStableAddressPerReplica() {
        var first = service(translate(SERVICE));

        assertThat(first.endpoints()).hasSize(2);
        assertThat(first.endpoints()).allSatisfy(endpoint -> {
            assertThat(endpoint.ports()).containsOnlyKeys(80).containsValue(8080);
            assertThat(endpoint.transport()).isEqualTo(Transport.MUTUAL_TLS);
            assertThat(endpoint.telemetry().workload()).isEqualTo("a");
        });
        assertThat(first.identities())
                .extracting(Object::toString)
                .containsExactly("spiffe://cluster.local/ns/x/sa/sa");
        assertThat(service(translate(SERVICE)).endpoints()).isEqualTo(first.endpoints());
    }

    @Test
    void writtenPodsCountWhenTheyAreReady() {
        var model = translate(SERVICE + POD.formatted("10", "True") + POD.formatted("11", "False"));

        assertThat(addresses(model)).containsExactly("127.0.1.10");
        assertThat(model.workloads()).hasSize(2);
        assertThat(model.workloads().firstEntry().getValue().telemetry().workload())
                .isEqualTo("a");
        assertThat(model.workloads().firstEntry().getValue().inbound())
                .singleElement()
                .satisfies(port -> assertThat(port.port()).isEqualTo(8080));
    }

    @Test
    void slicesWinOverPods() {
        var model = translate(SERVICE + POD.formatted("10", "True") + """
                        apiVersion: discovery.k8s.io/v1
                        kind: EndpointSlice
                        metadata: {name: a-1, namespace: x, labels: {kubernetes.io/service-name: a}}
                        addressType: IPv4
                        ports: [{name: http, port: 8081}]
                        endpoints:
                        - {addresses: [127.0.1.10], targetRef: {kind: Pod, name: a-6d4f-10, namespace: x}}
                        - {addresses: [10.0.0.2], conditions: {ready: false}}
                        - {addresses: [10.0.0.3], conditions: {ready: true}}
                        """);

        assertThat(addresses(model)).containsExactly("10.0.0.3", "127.0.1.10");
        assertThat(service(model).endpoints().getFirst().ports()).containsEntry(80, 8081);
        assertThat(service(model).endpoints())
                .extracting(MeshEndpoint::transport)
                .containsExactly(Transport.PLAINTEXT, Transport.MUTUAL_TLS);
    }

    @Test
    void whatEndsIsUsedOnlyWhereNothingElseIsLeft() {
        var slice = """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: a-1, namespace: x, labels: {kubernetes.io/service-name: a}}
                addressType: IPv4
                ports: [{name: http, port: 8080}]
                endpoints:
                - {addresses: [10.0.0.1], conditions: {ready: %s, serving: true, terminating: false}}
                - {addresses: [10.0.0.2], conditions: {ready: false, serving: true, terminating: true}}
                - {addresses: [10.0.0.3], conditions: {ready: false, serving: false, terminating: true}}
                - {addresses: [10.0.0.4], conditions: {ready: true, serving: true, terminating: true}}
                """;

        assertThat(addresses(translate(SERVICE + slice.formatted("true")))).containsExactly("10.0.0.1");
        assertThat(addresses(translate(SERVICE + slice.formatted("false")))).containsExactly("10.0.0.2", "10.0.0.4");
    }

    @Test
    void aPodThatIsDeletedLeavesBeforeItsSliceSaysSo() {
        var pods = POD.formatted("10", "True")
                + POD.formatted("11", "True")
                        .replace("namespace: x\n", "namespace: x\n  deletionTimestamp: 2026-01-01T00:00:00Z\n");
        var model = translate(SERVICE + pods + """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: a-1, namespace: x, labels: {kubernetes.io/service-name: a}}
                addressType: IPv4
                ports: [{name: http, port: 8080}]
                endpoints:
                - {addresses: [127.0.1.10], targetRef: {kind: Pod, name: a-6d4f-10, namespace: x}}
                - {addresses: [127.0.1.11], targetRef: {kind: Pod, name: a-6d4f-11, namespace: x}}
                """);

        assertThat(addresses(model)).containsExactly("127.0.1.10");
        assertThat(model.workloads()).hasSize(2);
    }

    @Test
    void entriesTakeThePlaceOfMadeUpPods() {
        var model = translate(SERVICE + """
                        apiVersion: networking.istio.io/v1
                        kind: WorkloadEntry
                        metadata: {name: vm, namespace: x}
                        spec: {address: 10.0.0.9, labels: {app: a, version: v9}, ports: {http: 8089}}
                        """);

        assertThat(addresses(model)).containsExactly("10.0.0.9");
        assertThat(service(model).endpoints().getFirst().ports()).containsEntry(80, 8089);
        assertThat(model.workloads()).hasSize(2);
    }

    private static List<String> addresses(MeshModel model) {
        return service(model).endpoints().stream().map(MeshEndpoint::address).toList();
    }

    private static MeshService service(MeshModel model) {
        return model.services().firstEntry().getValue();
    }

    private static MeshModel translate(String documents) {
        var parsed = ConfigParser.parse("x.yaml", documents.getBytes(StandardCharsets.UTF_8));
        assertThat(parsed.problems()).isEmpty();
        var translation =
                new Translator("cluster.local", MissingPods.MADE_UP).translate(ConfigSnapshot.of(parsed.objects()));
        assertThat(translation.problems()).isEmpty();
        return translation.model();
    }
}
