package dev.tulle.mesh.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.ConfigSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a snapshot came about, its translation is that of a translator that never saw another one. */
class IncrementTest {
    private static final int STEPS = 150;
    private static final List<String> DOCUMENTS = documents();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void historyDoesNotMatter(long seed) {
        var random = new Random(seed);
        var objects = new TreeMap<ConfigKey, ConfigObject>();
        var experienced = new Translator("cluster.local", MissingPods.MADE_UP);
        for (var step = 0; step < STEPS; step++) {
            for (var i = random.nextInt(3); i >= 0; i--) {
                change(objects, random);
            }
            var snapshot = new ConfigSnapshot(objects);

            var translation = experienced.translate(snapshot);

            var fresh = new Translator("cluster.local", MissingPods.MADE_UP).translate(snapshot);
            assertThat(translation.problems()).as("step " + step).isEqualTo(fresh.problems());
            assertThat(translation.model()).as("step " + step).isEqualTo(fresh.model());
        }
    }

    private static void change(Map<ConfigKey, ConfigObject> objects, Random random) {
        var document = DOCUMENTS.get(random.nextInt(DOCUMENTS.size()));
        var parsed = ConfigParser.parse("x.yaml", document.getBytes(StandardCharsets.UTF_8));
        for (var object : parsed.objects()) {
            if (random.nextInt(3) == 0) {
                objects.remove(object.key());
            } else {
                objects.put(object.key(), object.withGeneration(1 + random.nextInt(3)));
            }
        }
    }

    private static List<String> documents() {
        var documents = new ArrayList<String>();
        for (var name : List.of("a", "b")) {
            for (var port : List.of("{name: http, port: 80, targetPort: 8080}", "{name: tcp, port: 80}")) {
                documents.add("""
                        apiVersion: v1
                        kind: Service
                        metadata: {name: %1$s, namespace: x}
                        spec: {selector: {app: %1$s}, ports: [%2$s]}
                        """.formatted(name, port));
            }
            documents.add("""
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: %1$s, namespace: x}
                    spec:
                      selector: {matchLabels: {app: %1$s}}
                      template: {metadata: {labels: {app: %1$s}}, spec: {containers: []}}
                    """.formatted(name));
            for (var ready : List.of("True", "False")) {
                for (var version : List.of("v1", "v2")) {
                    documents.add("""
                            apiVersion: v1
                            kind: Pod
                            metadata:
                              name: %1$s-1
                              namespace: x
                              labels: {app: %1$s, version: %2$s}
                              annotations: {tulle.dev/application-address: 127.0.2.9}
                            spec: {containers: []}
                            status: {podIP: 127.0.1.9, conditions: [{type: Ready, status: "%3$s"}]}
                            """.formatted(name, version, ready));
                }
            }
            for (var target : List.of("{host: a}", "{host: b, subset: v1}", "{host: nobody}", "{hots: a}")) {
                for (var gateways : List.of("mesh", "edge", "mesh, edge")) {
                    documents.add("""
                            apiVersion: networking.istio.io/v1
                            kind: VirtualService
                            metadata: {name: route-%1$s, namespace: x}
                            spec: {hosts: [%1$s], gateways: [%2$s], http: [{route: [{destination: %3$s}]}]}
                            """.formatted(name, gateways, target));
                }
            }
            for (var balancer : List.of("RANDOM", "ROUND_ROBIN", "NONE")) {
                for (var host : List.of("a", "'*.x.svc.cluster.local'")) {
                    documents.add("""
                            apiVersion: networking.istio.io/v1
                            kind: DestinationRule
                            metadata: {name: policy-%1$s, namespace: x}
                            spec:
                              host: %3$s
                              trafficPolicy: {loadBalancer: {simple: %2$s}}
                              subsets: [{name: v1, labels: {version: v1}}]
                            """.formatted(name, balancer, host));
                }
            }
            documents.add("""
                    apiVersion: networking.istio.io/v1
                    kind: Gateway
                    metadata: {name: edge, namespace: x}
                    spec:
                      selector: {app: %s}
                      servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
                    """.formatted(name));
            documents.add("""
                    apiVersion: networking.istio.io/v1
                    kind: WorkloadEntry
                    metadata: {name: vm, namespace: x}
                    spec: {address: 10.0.0.1, labels: {app: %s, version: v1}}
                    """.formatted(name));
            documents.add("""
                    apiVersion: discovery.k8s.io/v1
                    kind: EndpointSlice
                    metadata: {name: slice, namespace: x, labels: {kubernetes.io/service-name: %s}}
                    addressType: IPv4
                    ports: [{name: http, port: 8080}]
                    endpoints: [{addresses: [127.0.1.9], targetRef: {kind: Pod, name: a-1}}]
                    """.formatted(name));
        }
        return documents;
    }
}
