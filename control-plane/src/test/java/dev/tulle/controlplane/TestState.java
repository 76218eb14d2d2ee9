package dev.tulle.controlplane;

import dev.tulle.controlplane.identity.TestTokens;
import dev.tulle.mesh.model.SpiffeId;
import dev.tulle.mesh.model.WorkloadLabels;
import dev.tulle.mesh.xds.Bootstrap;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A state directory as the supervisor keeps it, with two workloads: {@code a} calls {@code b}. */
final class TestState {
    static final String A = "127.0.50.10";
    static final String B = "127.0.50.11";
    static final String B_APPLICATION = "127.0.51.11";

    private final Path directory;
    private final TestTokens tokens;

    TestState(Path directory) throws IOException, GeneralSecurityException {
        this.directory = directory;
        this.tokens = new TestTokens(directory.resolve("tokens/signing-key.pub.pem"));
        Files.createDirectories(directory.resolve("config"));
        Files.createDirectories(directory.resolve("pods"));
        config("a.yaml", service("servicea"));
        config("b.yaml", service("serviceb"));
        pod("servicea", A, "127.0.51.10");
        pod("serviceb", B, B_APPLICATION);
    }

    ControlPlane controlPlane(int port, Duration certificateLife) throws IOException {
        var controlPlane = new ControlPlane(
                new ControlPlane.Setup(
                        new Surroundings.Local(
                                List.of(directory.resolve("config"), directory.resolve("pods")),
                                Duration.ofSeconds(5),
                                directory),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        "cluster.local",
                        certificateLife),
                new SimpleMeterRegistry());
        controlPlane.start();
        return controlPlane;
    }

    /** A file of the CA. */
    Path authority(String name) {
        return directory.resolve("ca").resolve(name);
    }

    void config(String name, String text) throws IOException {
        write(directory.resolve("config").resolve(name), text);
    }

    void remove(String name) throws IOException {
        Files.delete(directory.resolve("config").resolve(name));
    }

    private static void write(Path file, String text) throws IOException {
        var hidden = file.resolveSibling("." + file.getFileName());
        Files.writeString(hidden, text);
        Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String service(String name) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s, namespace: %1$s}
                spec:
                  selector: {app: %1$s}
                  ports: [{name: http-web, port: 8081, targetPort: 8081}]
                """.formatted(name);
    }

    void pod(String name, String proxy, String application) throws IOException {
        write(directory.resolve("pods").resolve(name + ".yaml"), """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: %1$s-1
                  namespace: %1$s
                  labels: {app: %1$s, version: v1}
                  annotations: {tulle.dev/application-address: %3$s}
                spec:
                  serviceAccountName: %1$s
                  containers: [{name: app, ports: [{name: http-port, containerPort: 8081}]}]
                status:
                  podIP: %2$s
                  conditions: [{type: Ready, status: "True"}]
                """.formatted(name, proxy, application));
    }

    /** Starts that workload's Envoy, with its token. */
    RealEnvoy envoy(String name, String address, int xdsPort) throws IOException {
        var own = Files.createDirectories(directory.resolve("envoy").resolve(name));
        var token = own.resolve("token");
        Files.writeString(token, tokens.token(name, name));
        var secret = own.resolve("token-secret.json");
        Files.writeString(secret, Bootstrap.tokenSecret(token.toString()));
        var labels = new WorkloadLabels(name, name, name, "v1", name, "v1");
        var bootstrap = new Bootstrap(
                new Bootstrap.Node(Bootstrap.Kind.SIDECAR, address, name + "-1", name, labels),
                new Bootstrap.ControlPlane.Tls(
                        new Bootstrap.HostPort("127.0.0.1", xdsPort),
                        directory.resolve("ca/root-cert.pem").toString(),
                        token.toString(),
                        secret.toString()),
                Optional.empty());
        return new RealEnvoy(bootstrap, SpiffeId.of("cluster.local", name, name), own);
    }
}
