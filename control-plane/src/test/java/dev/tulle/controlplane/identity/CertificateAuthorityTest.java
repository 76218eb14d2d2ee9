package dev.tulle.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.mesh.model.SpiffeId;
import dev.tulle.mesh.xds.ResourceVersion;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {
    private static final SpiffeId ID = SpiffeId.of("cluster.local", "servicea", "servicea");

    private final Path directory;
    private final Instant now = Instant.now();

    CertificateAuthorityTest(@TempDir Path directory) {
        this.directory = directory.resolve("ca");
    }

    private CertificateAuthority open() {
        return new AuthorityFiles(directory).open(now);
    }

    @Test
    void theCaIsMadeOnceAndUsedAgain() throws Exception {
        var first = open();
        assertThat(open().rootPem()).isEqualTo(first.rootPem());
        assertThat(Files.getPosixFilePermissions(directory.resolve("root-key.pem")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void halfACaIsAClearError() throws Exception {
        open();
        Files.delete(directory.resolve("root-key.pem"));
        assertThatThrownBy(this::open)
                .isInstanceOf(BrokenAuthority.class)
                .hasMessageContaining("root-key.pem is missing")
                .hasMessageContaining("delete");
    }

    @Test
    void aKeyOfAnotherCaIsAClearError() throws Exception {
        open();
        var other = directory.resolveSibling("other");
        new AuthorityFiles(other).open(now);
        Files.copy(
                other.resolve("root-key.pem"), directory.resolve("root-key.pem"), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(this::open).isInstanceOf(BrokenAuthority.class).hasMessageContaining("is not the key of");
    }

    @Test
    void aCorruptedCertificateIsAClearError() throws Exception {
        open();
        Files.writeString(directory.resolve("root-cert.pem"), "nonsense");
        assertThatThrownBy(this::open)
                .isInstanceOf(BrokenAuthority.class)
                .hasMessageContaining("root-cert.pem is not a certificate");
    }

    @Test
    void anSvidHasOneUriAndIsSignedByTheRoot() throws Exception {
        var authority = open();
        var svid = authority.issue(ID, now, Duration.ofHours(1));
        var certificate = parse(svid.chainPem());
        certificate.verify(authority.root().getPublicKey());
        assertThat(certificate.getSubjectAlternativeNames()).containsExactly(List.of(6, ID.uri()));
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getNotAfter().toInstant()).isBetween(now.plusSeconds(3590), now.plusSeconds(3610));
        assertThat(svid.toString()).contains("<redacted>").doesNotContain("PRIVATE");
    }

    private static X509Certificate parse(String pem) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void aVersionSaysWhoByWhomAndUntilWhenAndOutlivesARestart() throws Exception {
        var life = Duration.ofHours(1);
        var issued = new CompletableFuture<WorkloadCertificates.Issued>();
        new WorkloadCertificates(open(), life, () -> now, Runnable::run).issue(ID, issued::complete);
        var version = issued.get().secret().version();
        assertThat(version.value()).startsWith(ID.uri() + "|ca=").contains("|exp=");
        assertThat(issued.get().renewIn()).isLessThanOrEqualTo(life.dividedBy(2));
        assertThat(issued.get().toString()).contains("<redacted>");

        var restarted = new WorkloadCertificates(open(), life, () -> now.plusSeconds(60), Runnable::run);
        assertThat(restarted.serves(version, ID))
                .hasValueSatisfying(rest -> assertThat(rest).isBetween(Duration.ofMinutes(28), Duration.ofMinutes(30)));
        assertThat(restarted.serves(version, SpiffeId.of("cluster.local", "serviceb", "serviceb")))
                .isEmpty();
        assertThat(restarted.serves(new ResourceVersion("nonsense"), ID)).isEmpty();
        var later = new WorkloadCertificates(open(), life, () -> now.plusSeconds(1801), Runnable::run);
        assertThat(later.serves(version, ID)).isEmpty();
    }

    @Test
    void aNewCaMakesEveryOldVersionWorthless() throws Exception {
        var issued = new CompletableFuture<WorkloadCertificates.Issued>();
        new WorkloadCertificates(open(), Duration.ofHours(1), () -> now, Runnable::run).issue(ID, issued::complete);
        var other = new AuthorityFiles(directory.resolveSibling("other")).open(now);
        assertThat(new WorkloadCertificates(other, Duration.ofHours(1), () -> now, Runnable::run)
                        .serves(issued.get().secret().version(), ID))
                .isEmpty();
    }

    @Test
    void theRootIsATrustedCa() throws Exception {
        var authority = open();
        var root = new WorkloadCertificates(authority, Duration.ofHours(1), () -> now, Runnable::run).root();
        var secret = Secret.parseFrom(root.value());
        assertThat(secret.getValidationContext().getTrustedCa().getInlineBytes().toStringUtf8())
                .isEqualTo(authority.rootPem());
    }
}
