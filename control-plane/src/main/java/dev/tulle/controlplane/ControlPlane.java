package dev.tulle.controlplane;

import dev.tulle.controlplane.identity.CertificateAuthority;
import dev.tulle.controlplane.identity.WorkloadCertificates;
import dev.tulle.controlplane.push.AdsServer;
import dev.tulle.controlplane.push.MeshMeaning;
import dev.tulle.controlplane.push.Observation;
import dev.tulle.controlplane.push.PushEngine;
import dev.tulle.controlplane.push.PushEngine.Transitions;
import dev.tulle.controlplane.push.PushLoop;
import dev.tulle.controlplane.push.PushMetrics;
import dev.tulle.mesh.config.ConfigSource;
import dev.tulle.mesh.translate.Translator;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The stages in order.
 *
 * <pre>
 * directories or cluster -> snapshot        FileSource or KubernetesSource, each on a thread of its own
 *   -> coalesced, translated, built         PushEngine, on the PushLoop
 *   -> each proxy's part, gated by ACKs     ProxyConnection, on the PushLoop
 *   -> streams over TLS                     AdsServer; tokens by a TokenReviewer, certificates by WorkloadCertificates
 *   -> ACKs and NACKs -> ledger -> receipts PushEngine
 * </pre>
 */
public final class ControlPlane implements AutoCloseable {
    /** The name that the server's certificate has, as Istio's control plane is called in its bootstraps. */
    public static final String SERVER_NAME = "istiod.istio-system.svc";

    private static final Duration SERVER_CERTIFICATE_LIFE = Duration.ofDays(365);

    private final ExecutorService signing = Executors.newFixedThreadPool(
            2, Thread.ofPlatform().daemon().name("signing-", 0).factory());
    private final PushLoop loop = new PushLoop();
    private final CertificateAuthority authority;
    private final PushEngine engine;
    private final AdsServer server;
    private final ConfigSource source;

    /**
     * How a control plane is set up.
     *
     * @param surroundings where configuration, tokens and the CA come from
     * @param xds where ADS listens
     * @param trustDomain of every SPIFFE ID
     * @param certificateLife of a workload's certificate
     */
    public record Setup(
            Surroundings surroundings, InetSocketAddress xds, String trustDomain, Duration certificateLife) {}

    public ControlPlane(Setup setup, MeterRegistry registry) throws IOException {
        var clock = InstantSource.system();
        var surroundings = setup.surroundings();
        authority = surroundings.authority(clock);
        var certificates = new WorkloadCertificates(authority, setup.certificateLife(), clock, signing);
        engine = new PushEngine(
                loop,
                new MeshMeaning(new Translator(setup.trustDomain())),
                certificates,
                new Transitions(surroundings.peerSwitch(), surroundings.rootRotation()),
                new PushMetrics(registry));
        var serverCertificate = authority.serve(SERVER_NAME, clock.instant(), SERVER_CERTIFICATE_LIFE);
        server = new AdsServer(setup.xds(), serverCertificate, surroundings.tokens(clock), loop, engine);
        source = surroundings.source(
                (snapshot, problems, seen) -> engine.observe(new Observation(snapshot, problems, seen)),
                new Announcements(authority, engine));
    }

    /** Begins to watch; streams are taken already, and wait for the first snapshot. */
    public void start() {
        source.start();
    }

    /** For those who ask how things stand. */
    public PushEngine engine() {
        return engine;
    }

    /** Signs what the control plane's servers show. */
    public CertificateAuthority authority() {
        return authority;
    }

    /** Where ADS listens, which matters when port 0 was asked for. */
    public int xdsPort() {
        return server.port();
    }

    @Override
    public void close() throws IOException {
        source.close();
        server.close();
        loop.close();
        signing.shutdownNow();
    }
}
