package dev.tulle.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.controlplane.push.ObjectForm;
import dev.tulle.controlplane.push.Receipt;
import dev.tulle.mesh.config.ConfigKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modes of mutual TLS change under load, with real Envoys on a real control plane: no request fails. */
class PeerAuthenticationIT {
    private static final ConfigKey POLICY =
            new ConfigKey("security.istio.io", "PeerAuthentication", "serviceb", "default");

    private final TestState state;
    private final TestApplication application = new TestApplication(TestState.B_APPLICATION);

    PeerAuthenticationIT(@TempDir Path directory) throws Exception {
        state = new TestState(directory);
    }

    @AfterEach
    void stop() {
        application.close();
    }

    private static String mode(String mode) {
        return """
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: default, namespace: serviceb}
                spec: {mtls: {mode: %s}}
                """.formatted(mode);
    }

    private void change(ControlPlane controlPlane, String mode, long generation) throws Exception {
        state.config("peers.yaml", mode(mode));
        var receipt = receipt(controlPlane, generation);
        assertThat(receipt.state()).as(receipt.toString()).isEqualTo(Receipt.State.LIVE);
        assertThat(receipt.live()).isEqualTo(receipt.of()).isEqualTo(1);
    }

    private static Receipt receipt(ControlPlane controlPlane, long generation) throws Exception {
        Receipt receipt;
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        do {
            receipt = controlPlane
                    .engine()
                    .receipt(POLICY, ObjectForm.LATEST, Duration.ofSeconds(30))
                    .get(40, TimeUnit.SECONDS);
        } while (receipt.generation() < generation && System.nanoTime() < deadline);
        return receipt;
    }

    @Test
    void noRequestFailsThroughAllModes() throws Exception {
        try (var controlPlane = state.controlPlane(0, Duration.ofHours(1));
                var a = state.envoy("servicea", TestState.A, controlPlane.xdsPort());
                var b = state.envoy("serviceb", TestState.B, controlPlane.xdsPort())) {
            a.awaitReady();
            b.awaitReady();
            try (var load = new Load(TestState.A, "http://serviceb.serviceb:8081/")) {
                load.awaitSuccess();
                var generation = 0;
                for (var mode :
                        List.of("PERMISSIVE", "STRICT", "DISABLE", "STRICT", "PERMISSIVE", "DISABLE", "PERMISSIVE")) {
                    change(controlPlane, mode, ++generation);
                    load.awaitMore(50);
                }
                assertThat(load.failures()).isEmpty();
            }
        }
    }

    @Test
    void aControlPlaneThatIsRestartedInTheMiddleGoesOn() throws Exception {
        var controlPlane = state.controlPlane(0, Duration.ofHours(1));
        var port = controlPlane.xdsPort();
        try (var a = state.envoy("servicea", TestState.A, port);
                var b = state.envoy("serviceb", TestState.B, port)) {
            a.awaitReady();
            b.awaitReady();
            try (var load = new Load(TestState.A, "http://serviceb.serviceb:8081/")) {
                load.awaitSuccess();
                change(controlPlane, "STRICT", 1);

                state.config("peers.yaml", mode("DISABLE"));
                awaitWords(controlPlane, "step 2 of 3");
                controlPlane.close();
                load.awaitMore(50);
                controlPlane = state.controlPlane(port, Duration.ofHours(1));
                assertThat(receipt(controlPlane, 2).state()).isEqualTo(Receipt.State.LIVE);
                load.awaitMore(50);
                assertThat(b.admin("/config_dump?resource=dynamic_listeners")).doesNotContain("\"mutual_tls\"");

                controlPlane.close();
                state.config("peers.yaml", mode("STRICT"));
                controlPlane = state.controlPlane(port, Duration.ofHours(1));
                assertThat(receipt(controlPlane, 3).state()).isEqualTo(Receipt.State.LIVE);
                load.awaitMore(50);

                assertThat(load.failures()).isEmpty();
            }
        } finally {
            controlPlane.close();
        }
    }

    @Test
    void aProxyThatIsAwayHoldsUpAChangeForABoundedTime() throws Exception {
        try (var controlPlane = state.controlPlane(0, Duration.ofHours(1));
                var b = state.envoy("serviceb", TestState.B, controlPlane.xdsPort())) {
            b.awaitReady();

            state.config("peers.yaml", mode("STRICT"));

            awaitWords(controlPlane, "servicea-1.servicea");
            assertThat(receipt(controlPlane, 1).state()).isEqualTo(Receipt.State.LIVE);
        }
    }

    private static void awaitWords(ControlPlane controlPlane, String words) throws Exception {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            var receipt = controlPlane
                    .engine()
                    .receipt(POLICY, ObjectForm.LATEST, Duration.ZERO)
                    .get(10, TimeUnit.SECONDS);
            if (receipt.reason().contains(words)) {
                assertThat(receipt.state()).isEqualTo(Receipt.State.PENDING);
                return;
            }
            assertThat(System.nanoTime()).as(receipt.toString()).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
