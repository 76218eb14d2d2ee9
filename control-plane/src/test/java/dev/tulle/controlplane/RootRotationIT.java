package dev.tulle.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mesh's root, and its certificates, change under load with real Envoys: no request fails. */
class RootRotationIT {
    private static final Pattern INLINE = Pattern.compile("\"inline_bytes\": \"([A-Za-z0-9+/=]+)\"");

    private final TestState state;
    private final TestApplication application = new TestApplication(TestState.B_APPLICATION);

    RootRotationIT(@TempDir Path directory) throws Exception {
        state = new TestState(directory);
    }

    @AfterEach
    void stop() {
        application.close();
    }

    private static void until(String what, Callable<Boolean> condition) throws Exception {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private String stage() throws Exception {
        var file = state.authority("rotation");
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException settled) {
            return Files.exists(state.authority("rotate")) ? "ASKED" : "SETTLED";
        }
    }

    /** As Envoy prints it. */
    private static String serial(String pem) throws Exception {
        var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
        return CertificateFactory.getInstance("X.509").generateCertificate(bytes) instanceof X509Certificate found
                ? found.getSerialNumber().toString(16)
                : "";
    }

    /** The PEM texts among the secrets that came over SDS. */
    private static String trusted(RealEnvoy envoy) throws InterruptedException {
        return INLINE.matcher(envoy.admin("/config_dump?resource=dynamic_active_secrets"))
                .results()
                .map(found -> new String(Base64.getDecoder().decode(found.group(1)), StandardCharsets.US_ASCII))
                .collect(Collectors.joining());
    }

    /** One Envoy ends before its scope does, which is what is tried; ending twice does no harm. */
    @SuppressWarnings("try")
    @Test
    void aNewRootTakesTheOldOnesPlace() throws Exception {
        var controlPlane = state.controlPlane(0, Duration.ofHours(1));
        var port = controlPlane.xdsPort();
        try (var a = state.envoy("servicea", TestState.A, port);
                var b = state.envoy("serviceb", TestState.B, port)) {
            a.awaitReady();
            b.awaitReady();
            try (var load = new Load(TestState.A, "http://serviceb.serviceb:8081/")) {
                load.awaitSuccess();
                var oldRoot = Files.readString(state.authority("root-cert.pem"));
                assertThat(trusted(a)).contains(oldRoot.strip());

                Files.createFile(state.authority("rotate"));
                until("both roots are trusted", () -> stage().equals("TRUSTING"));
                controlPlane.close();
                load.awaitMore(20);
                controlPlane = state.controlPlane(port, Duration.ofHours(1));
                until("the new root signs", () -> stage().equals("SIGNING"));
                load.awaitMore(20);
                controlPlane.close();
                controlPlane = state.controlPlane(port, Duration.ofHours(1));
                until("the old root is forgotten", () -> stage().equals("SETTLED"));
                until(
                        "proxies trust the new root alone",
                        () -> !trusted(a).contains(oldRoot.strip())
                                && !trusted(b).contains(oldRoot.strip()));
                load.awaitMore(50);

                assertThat(a.admin("/certs")).contains(serial(Files.readString(state.authority("root-cert.pem"))));
                assertThat(Files.readString(state.authority("root-cert.pem")))
                        .isNotEqualTo(oldRoot)
                        .endsWith(oldRoot);
                assertThat(load.failures()).isEmpty();
            }

            // One started later has another root in its bootstrap than one that has run all the time.
            controlPlane.close();
            controlPlane = state.controlPlane(port, Duration.ofHours(1));
            b.close();
            try (var again = state.envoy("serviceb", TestState.B, port);
                    var load = new Load(TestState.A, "http://serviceb.serviceb:8081/")) {
                again.awaitReady();
                load.awaitSuccess();
                load.awaitMore(20);
                assertThat(controlPlane.engine().proxies().get(10, TimeUnit.SECONDS))
                        .hasSize(2);
                assertThat(load.failures()).isEmpty();
            }
        } finally {
            controlPlane.close();
        }
    }

    @Test
    void certificatesOfAShortLifeAreReplacedManyTimes() throws Exception {
        try (var controlPlane = state.controlPlane(0, Duration.ofSeconds(10));
                var a = state.envoy("servicea", TestState.A, controlPlane.xdsPort());
                var b = state.envoy("serviceb", TestState.B, controlPlane.xdsPort())) {
            a.awaitReady();
            b.awaitReady();
            try (var load = new Load(TestState.A, "http://serviceb.serviceb:8081/")) {
                load.awaitSuccess();
                for (var rotation = 0; rotation < 3; rotation++) {
                    var before = a.admin("/certs");
                    until("the certificate is another", () -> !a.admin("/certs").equals(before));
                    load.awaitMore(20);
                }
                assertThat(load.failures()).isEmpty();
            }
        }
    }
}
