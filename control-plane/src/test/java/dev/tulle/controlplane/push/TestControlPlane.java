package dev.tulle.controlplane.push;

import dev.tulle.controlplane.identity.AuthorityFiles;
import dev.tulle.controlplane.identity.CertificateAuthority;
import dev.tulle.controlplane.identity.TokenReview;
import dev.tulle.controlplane.identity.WorkloadCertificates;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigSnapshot;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Push loop, engine and ADS server over real TLS on a free port; tokens are {@code namespace/service-account} in clear. */
final class TestControlPlane implements AutoCloseable {
    final PushLoop loop = new PushLoop();
    final PushEngine engine;
    final CertificateAuthority authority;
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ExecutorService signing = Executors.newSingleThreadExecutor();
    private final AdsServer server;

    TestControlPlane(Path directory, Duration certificateLife) throws IOException {
        this(directory, certificateLife, 0);
    }

    TestControlPlane(Path directory, Duration certificateLife, int port) throws IOException {
        this(directory, certificateLife, port, new TestMesh());
    }

    TestControlPlane(Path directory, Duration certificateLife, int port, Meaning meaning) throws IOException {
        var clock = InstantSource.system();
        authority = new AuthorityFiles(directory).open(clock.instant());
        var certificates = new WorkloadCertificates(authority, certificateLife, clock, signing);
        engine = new PushEngine(loop, meaning, certificates, PushEngine.Transitions.NONE, new PushMetrics(registry));
        server = new AdsServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                authority.serve("istiod.istio-system.svc", clock.instant(), Duration.ofHours(1)),
                TestControlPlane::review,
                loop,
                engine);
    }

    /** {@code away} stands for an API server that does not answer. */
    private static CompletionStage<TokenReview> review(String token) {
        if (token.equals("away")) {
            return CompletableFuture.completedFuture(new TokenReview.Unavailable("nobody can be asked"));
        }
        var parts = token.split("/", -1);
        return CompletableFuture.completedFuture(
                switch (parts.length) {
                    case 2 -> new TokenReview.Accepted(parts[0], parts[1]);
                    case 3 -> new TokenReview.Accepted(parts[0], parts[1], Optional.of(parts[2]));
                    default -> new TokenReview.Refused("the token is not signed");
                });
    }

    int port() {
        return server.port();
    }

    void configure(ConfigSnapshot snapshot) {
        engine.observe(new Observation(snapshot, List.of(), System.nanoTime()));
    }

    void configure(String... documents) {
        configure(TestMesh.snapshot(documents));
    }

    AdsClient connect(String pod, String namespace) throws Exception {
        return connect(namespace + "/" + namespace, pod, namespace, AdsClient.Reading.EAGER);
    }

    AdsClient connect(String token, String pod, String namespace, AdsClient.Reading reading) throws Exception {
        return new AdsClient(
                server.port(),
                authority.rootPem(),
                token,
                "sidecar~127.0.50.10~" + pod + "." + namespace + "~" + namespace + ".svc.cluster.local",
                reading);
    }

    Receipt receipt(ConfigKey key) throws Exception {
        return engine.receipt(key, ObjectForm.LATEST, Duration.ofSeconds(5)).get(10, TimeUnit.SECONDS);
    }

    Receipt receiptNow(ConfigKey key) throws Exception {
        return engine.receipt(key, ObjectForm.LATEST, Duration.ZERO).get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        server.close();
        loop.close();
        signing.shutdownNow();
    }
}
