package dev.tulle.controlplane.identity;

import com.google.protobuf.ByteString;
import dev.tulle.mesh.model.SpiffeId;
import dev.tulle.mesh.xds.EncodedResource;
import dev.tulle.mesh.xds.ResourceType;
import dev.tulle.mesh.xds.ResourceVersion;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The secrets of SDS: {@code default} is the workload's X.509-SVID, {@code ROOTCA} the mesh's root. A version says who, by which
 * CA and until when, so that a control plane that was restarted knows a certificate that is still good, and sends nothing.
 *
 * <p>Thread: any; signing runs on the executor, which is not the push loop.
 */
public final class WorkloadCertificates {
    /** The name under which a proxy asks for its own certificate, as in Istio. */
    public static final String OWN = "default";
    /** The name under which a proxy asks for the root, as in Istio. */
    public static final String ROOT = "ROOTCA";

    private volatile CertificateAuthority authority;
    private final Duration life;
    private final InstantSource clock;
    private final Executor signing;

    /** @param life of each certificate; it is replaced when less than half of it is left */
    public WorkloadCertificates(CertificateAuthority authority, Duration life, InstantSource clock, Executor signing) {
        if (!life.isPositive()) {
            throw new IllegalArgumentException("life must be positive: " + life);
        }
        this.authority = authority;
        this.life = life;
        this.clock = clock;
        this.signing = signing;
    }

    /**
     * A certificate as a secret.
     *
     * @param secret for SDS; its value holds the private key
     * @param renewIn when the next one is due
     */
    public record Issued(EncodedResource secret, Duration renewIn) {
        @Override
        public String toString() {
            return "Issued[" + secret.version() + ", renewIn=" + renewIn + ", key=<redacted>]";
        }
    }

    /** From now on this CA signs, and its roots are trusted; what was signed before stays as it is. */
    public void use(CertificateAuthority other) {
        authority = other;
    }

    /** Whether the CA in use has signed a certificate of that version. */
    public boolean isCurrent(ResourceVersion version) {
        return version.value().contains(caPart(authority));
    }

    /** How long certificates live. */
    public Duration life() {
        return life;
    }

    /** Signs a certificate for a new key and hands it over, on another thread. */
    public void issue(SpiffeId id, Consumer<Issued> ready) {
        signing.execute(() -> {
            var now = clock.instant();
            var signer = authority;
            var svid = signer.issue(id, now, life);
            var version = id.uri() + caPart(signer) + svid.expires().getEpochSecond();
            ready.accept(new Issued(secret(OWN, version, encode(svid)), renewIn(svid.expires(), now)));
        });
    }

    /** How long a certificate of that version still serves; empty when it is not ours, not that workload's, or due. */
    public Optional<Duration> serves(ResourceVersion version, SpiffeId id) {
        var expires = expiry(version.value(), id);
        if (expires.isEmpty()) {
            return Optional.empty();
        }
        var rest = renewIn(expires.get(), clock.instant());
        return rest.isPositive() ? Optional.of(rest) : Optional.empty();
    }

    /** The root as a secret. */
    public EncodedResource root() {
        var now = authority;
        var expires = now.root().getNotAfter().toInstant();
        var body = Secret.newBuilder()
                .setName(ROOT)
                .setValidationContext(CertificateValidationContext.newBuilder()
                        .setTrustedCa(DataSource.newBuilder().setInlineBytes(ByteString.copyFromUtf8(now.rootPem()))))
                .build()
                .toByteString();
        return secret(ROOT, ROOT + "|ca=" + now.bundleFingerprint() + "|exp=" + expires.getEpochSecond(), body);
    }

    private static EncodedResource secret(String name, String version, ByteString body) {
        return new EncodedResource(ResourceType.SECRET, name, new ResourceVersion(version), body, List.of());
    }

    private static ByteString encode(Svid svid) {
        return Secret.newBuilder()
                .setName(OWN)
                .setTlsCertificate(TlsCertificate.newBuilder()
                        .setCertificateChain(
                                DataSource.newBuilder().setInlineBytes(ByteString.copyFromUtf8(svid.chainPem())))
                        .setPrivateKey(DataSource.newBuilder()
                                .setInlineBytes(ByteString.copyFromUtf8(
                                        Pem.privateKey(svid.key().getEncoded())))))
                .build()
                .toByteString();
    }

    /** Half of the life early, so that one missed renewal is no outage. */
    private Duration renewIn(Instant expires, Instant now) {
        return Duration.between(now, expires.minus(life.dividedBy(2)));
    }

    private static String caPart(CertificateAuthority signer) {
        return "|ca=" + signer.fingerprint() + "|exp=";
    }

    private Optional<Instant> expiry(String version, SpiffeId id) {
        var head = id.uri() + caPart(authority);
        if (!version.startsWith(head)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(version.substring(head.length()))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
