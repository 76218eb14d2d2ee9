package dev.tulle.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.controlplane.identity.AuthorityFiles;
import dev.tulle.controlplane.identity.CertificateAuthority;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.model.WorkloadKey;
import dev.tulle.mesh.xds.ResourceType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway ends its clients' TLS with credentials from Secrets: real control plane, real Envoys. */
class GatewayTlsIT {
    private static final String EDGE = "127.0.50.12";
    private static final char[] NO_PASSWORD = new char[0];

    private final TestState state;
    private final CertificateAuthority authority;
    private final TestApplication application = new TestApplication(TestState.B_APPLICATION);
    private final List<AutoCloseable> running = new ArrayList<>();
    private final ControlPlane controlPlane;
    private final RealEnvoy edge;

    GatewayTlsIT(@TempDir Path directory) throws Exception {
        state = new TestState(directory.resolve("state"));
        authority = new AuthorityFiles(directory.resolve("public-ca")).open(Instant.now());
        state.pod("edge", EDGE, "127.0.51.12");
        controlPlane = state.controlPlane(0, Duration.ofHours(1));
        edge = state.envoy("edge", EDGE, controlPlane.xdsPort());
        running.add(edge);
        running.add(state.envoy("serviceb", TestState.B, controlPlane.xdsPort()));
    }

    @BeforeEach
    void ready() throws Exception {
        state.config("gateway.yaml", """
                apiVersion: networking.istio.io/v1
                kind: Gateway
                metadata: {name: public, namespace: edge}
                spec:
                  selector: {app: edge}
                  servers:
                  - {port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"], tls: {httpsRedirect: true}}
                  - port: {number: 443, name: https-www, protocol: HTTPS}
                    hosts: [www.example.com]
                    tls: {mode: SIMPLE, credentialName: www}
                  - port: {number: 443, name: https-shop, protocol: HTTPS}
                    hosts: ["*.shop.example.com"]
                    tls: {mode: MUTUAL, credentialName: shop, minProtocolVersion: TLSV1_3}
                  - port: {number: 443, name: https-lost, protocol: HTTPS}
                    hosts: [lost.example.com]
                    tls: {mode: SIMPLE, credentialName: lost}
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: everything, namespace: edge}
                spec:
                  hosts: ["*"]
                  gateways: [public]
                  http: [{route: [{destination: {host: serviceb.serviceb.svc.cluster.local, port: {number: 8081}}}]}]
                """);
        state.config("www.yaml", secret("www", "www.example.com", ""));
        state.config(
                "shop.yaml", secret("shop", "*.shop.example.com", "  ca.crt: " + base64(authority.rootPem()) + "\n"));
    }

    @AfterEach
    void stop() throws Exception {
        for (var each : running) {
            each.close();
        }
        controlPlane.close();
        application.close();
    }

    private String secret(String name, String host, String more) throws Exception {
        var pair = authority.serve(host, Instant.now(), Duration.ofHours(1));
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: %s, namespace: edge}
                type: kubernetes.io/tls
                data:
                  tls.crt: %s
                  tls.key: %s
                %s""".formatted(
                        name,
                        base64(pem("CERTIFICATE", pair.chain().getFirst().getEncoded())),
                        base64(pem("PRIVATE KEY", pair.key().getEncoded())),
                        more);
    }

    private static String pem(String label, byte[] der) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private enum Client {
        ANONYMOUS,
        WITH_CERTIFICATE
    }

    private SSLContext tls(Client client) throws Exception {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, NO_PASSWORD);
        trusted.setCertificateEntry("root", authority.root());
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        var own = KeyStore.getInstance("PKCS12");
        own.load(null, NO_PASSWORD);
        if (client == Client.WITH_CERTIFICATE) {
            var pair = authority.serve("client", Instant.now(), Duration.ofHours(1));
            own.setKeyEntry("client", pair.key(), NO_PASSWORD, pair.chain().toArray(Certificate[]::new));
        }
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, NO_PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** A connection that asks for that host in TLS, and checks that it is shown that host's certificate. */
    private SSLSocket connect(String host, Client client) throws Exception {
        var plain = new Socket(EDGE, 8443);
        plain.setSoTimeout(10_000);
        if (!(tls(client).getSocketFactory().createSocket(plain, host, 8443, true) instanceof SSLSocket socket)) {
            throw new AssertionError("no TLS");
        }
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }

    /** The first line and the body, or the Location. */
    private static String get(Socket socket, String host, String path) throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        var status = Optional.ofNullable(reader.readLine()).orElseThrow(() -> new IOException("closed"));
        var length = 0;
        var location = "";
        for (var line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            var lower = line.toLowerCase(java.util.Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            } else if (lower.startsWith("location:")) {
                location = line.substring(9).strip();
            }
        }
        var body = new char[length];
        var read = 0;
        while (read < length) {
            read += reader.read(body, read, length - read);
        }
        return status.split(" ", -1)[1] + " " + location + new String(body);
    }

    private String once(String host, String path, Client client) throws Exception {
        try (var socket = connect(host, client)) {
            return get(socket, host, path);
        }
    }

    private static String serial(SSLSocket socket) throws IOException {
        return socket.getSession().getPeerCertificates()[0] instanceof X509Certificate certificate
                ? certificate.getSerialNumber().toString()
                : "";
    }

    private static void until(String what, Callable<Boolean> condition) throws Exception {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        var last = "";
        while (true) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (IOException notYet) {
                last = notYet.toString();
            }
            assertThat(System.nanoTime()).as(what + " " + last).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private List<Problem> problems() throws Exception {
        return controlPlane.engine().problems().get(10, TimeUnit.SECONDS);
    }

    @Test
    void eachHostHasItsCredentialAndAMissingOneHurtsNobodyElse() throws Exception {
        until("www answers", () -> once("www.example.com", "/scheme", Client.ANONYMOUS)
                .equals("200 https"));
        until("shop answers", () -> once("a.shop.example.com", "/", Client.WITH_CERTIFICATE)
                .startsWith("200 hello"));

        assertThatThrownBy(() -> once("a.shop.example.com", "/", Client.ANONYMOUS))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> once("lost.example.com", "/", Client.ANONYMOUS))
                .isInstanceOf(IOException.class);
        assertThat(problems())
                .extracting(Problem::toString)
                .anyMatch(text -> text.contains("no good Secret edge/lost exists") && text.contains("credentialName"));
        try (var socket = connect("www.example.com", Client.ANONYMOUS)) {
            assertThat(get(socket, "a.shop.example.com", "/"))
                    .as("no way around the certificate that the other host asks for")
                    .startsWith("404");
        }
        try (var plain = new Socket(EDGE, 8080)) {
            plain.setSoTimeout(10_000);
            assertThat(get(plain, "www.example.com:8080", "/a?b=c"))
                    .isEqualTo("301 https://www.example.com:8443/a?b=c");
        }
    }

    @Test
    void aSecretChangesLiveAndABrokenOneKeepsTheLastGood() throws Exception {
        until("www answers", () -> once("www.example.com", "/", Client.ANONYMOUS)
                .startsWith("200"));
        try (var held = connect("www.example.com", Client.ANONYMOUS)) {
            assertThat(get(held, "www.example.com", "/")).startsWith("200");
            var first = serial(held);

            state.config("www.yaml", secret("www", "www.example.com", ""));
            until("a new connection is shown the new certificate", () -> {
                try (var fresh = connect("www.example.com", Client.ANONYMOUS)) {
                    assertThat(get(fresh, "www.example.com", "/")).startsWith("200");
                    return !serial(fresh).equals(first);
                }
            });
            assertThat(get(held, "www.example.com", "/"))
                    .as("the old connection lives on")
                    .startsWith("200");

            var stranger = authority.serve("www.example.com", Instant.now(), Duration.ofHours(1));
            var broken = secret("www", "www.example.com", "")
                    .replaceFirst(
                            "tls.key: .*",
                            "tls.key: "
                                    + base64(pem("PRIVATE KEY", stranger.key().getEncoded())));
            state.config("www.yaml", broken);
            until("the mistake is said", () -> problems().stream()
                    .anyMatch(problem -> problem.message().contains("tls.key is not the key")));
            assertThat(once("www.example.com", "/", Client.ANONYMOUS)).startsWith("200");
            assertThat(get(held, "www.example.com", "/")).startsWith("200");
        }
        assertThat(problems())
                .allSatisfy(problem -> assertThat(problem.toString()).doesNotContain("PRIVATE KEY"));
    }

    @Test
    void onlyTheGatewayGetsACredentialAndNobodySeesIt() throws Exception {
        until("www answers", () -> once("www.example.com", "/", Client.ANONYMOUS)
                .startsWith("200"));

        assertThat(secretsOf("edge")).contains("kubernetes://www", "kubernetes://shop", "kubernetes://shop-cacert");
        assertThat(secretsOf("serviceb")).containsExactlyInAnyOrder("default", "ROOTCA");
        assertThat(edge.admin("/config_dump?include_eds")).doesNotContain("BEGIN PRIVATE KEY");
        assertThat(edge.log()).doesNotContain("PRIVATE KEY");
    }

    private List<String> secretsOf(String name) throws Exception {
        var resources = controlPlane
                .engine()
                .resources(new WorkloadKey(name, name + "-1"))
                .get(10, TimeUnit.SECONDS)
                .getOrDefault(ResourceType.SECRET, List.of());
        assertThat(resources)
                .allSatisfy(secret -> assertThat(secret.value().isEmpty()).isTrue());
        return resources.stream().map(secret -> secret.name()).toList();
    }
}
