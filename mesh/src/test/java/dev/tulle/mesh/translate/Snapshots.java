package dev.tulle.mesh.translate;

import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.model.MeshServicePort;
import dev.tulle.mesh.model.ServiceHost;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Snapshots for tests: the three services of the walkthrough in short, and what a test adds. */
final class Snapshots {
    /** Service A with one pod, and C with one pod of v1 and one of v2. */
    static final String SERVICES = """
            apiVersion: v1
            kind: Service
            metadata: {name: servicea, namespace: servicea}
            spec:
              selector: {app: servicea}
              ports: [{name: http-web, port: 8081}]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: servicec, namespace: servicec}
            spec:
              selector: {app: servicec}
              ports: [{name: http-web, port: 8081, targetPort: web}]
            ---
            apiVersion: v1
            kind: Pod
            metadata:
              name: servicea-1
              namespace: servicea
              labels: {app: servicea}
              annotations: {tulle.dev/application-address: 127.0.2.10}
            spec:
              serviceAccountName: servicea
              containers: [{name: app, ports: [{containerPort: 8081}]}]
            status:
              podIP: 127.0.1.10
              conditions: [{type: Ready, status: "True"}]
            ---
            apiVersion: v1
            kind: Pod
            metadata:
              name: servicec-v1-abc-1
              namespace: servicec
              labels: {app: servicec, version: v1, pod-template-hash: abc}
              annotations: {tulle.dev/application-address: 127.0.2.11}
              ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: servicec-v1-abc, uid: "1"}]
            spec:
              serviceAccountName: servicec
              containers: [{name: app, ports: [{name: web, containerPort: 8081}]}]
            status:
              podIP: 127.0.1.11
              conditions: [{type: Ready, status: "True"}]
            ---
            apiVersion: v1
            kind: Pod
            metadata:
              name: servicec-v2-abc-1
              namespace: servicec
              labels: {app: servicec, version: v2, pod-template-hash: abc}
              annotations: {tulle.dev/application-address: 127.0.2.12}
              ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: servicec-v2-abc, uid: "2"}]
            spec:
              serviceAccountName: servicec
              containers: [{name: app, ports: [{name: web, containerPort: 9081}]}]
            status:
              podIP: 127.0.1.12
              conditions: [{type: Ready, status: "False"}]
            """;

    private Snapshots() {}

    /** The services and these documents; file n of them is {@code n.yaml}. */
    static Translation translate(String... documents) {
        return new Translator("cluster.local").translate(snapshot(documents));
    }

    static ConfigSnapshot snapshot(String... documents) {
        var files = new ArrayList<ConfigParser.Parsed>();
        files.add(ConfigParser.parse("services.yaml", SERVICES.getBytes(StandardCharsets.UTF_8)));
        for (var document : documents) {
            files.add(ConfigParser.parse(files.size() + ".yaml", document.getBytes(StandardCharsets.UTF_8)));
        }
        var parsed = ConfigParser.withoutDuplicates(files);
        if (!parsed.problems().isEmpty()) {
            throw new IllegalArgumentException(parsed.problems().toString());
        }
        return ConfigSnapshot.of(parsed.objects());
    }

    /** A VirtualService for C with that text below {@code http:}. */
    static String routeToC(String http) {
        return """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: route, namespace: servicec}
                spec:
                  hosts: [servicec]
                  http:
                """ + http.indent(2);
    }

    /** A DestinationRule for C with that text below {@code spec:}. */
    static String policyOfC(String name, String spec) {
        return """
                apiVersion: networking.istio.io/v1alpha3
                kind: DestinationRule
                metadata: {name: %s, namespace: servicec}
                spec:
                  host: servicec.servicec.svc.cluster.local
                """.formatted(name) + spec.indent(2);
    }

    /** The port of C. */
    static MeshServicePort portOfC(Translation translation) {
        return Optional.ofNullable(
                        translation.model().services().get(new ServiceHost("servicec.servicec.svc.cluster.local")))
                .orElseThrow()
                .ports()
                .getFirst();
    }

    /** The messages, as users read them. */
    static List<String> messages(Translation translation) {
        return translation.problems().stream()
                .map(problem -> problem.severity() + " " + problem.code() + " " + problem)
                .toList();
    }
}
