package dev.tulle.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.mesh.model.SpiffeId;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.junit.jupiter.api.Test;

class AuthorityTextTest {
    private static final SpiffeId ID = SpiffeId.of("cluster.local", "servicea", "servicea");

    private final Instant now = Instant.now();

    private static KeyPair pair(String algorithm, int size) throws Exception {
        var generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(size);
        return generator.generateKeyPair();
    }

    private String certificate(String subject, KeyPair pair, String issuer, PrivateKey key) throws Exception {
        var builder = new JcaX509v3CertificateBuilder(
                new X500Principal("CN=" + issuer),
                BigInteger.TEN,
                Date.from(now.minusSeconds(60)),
                Date.from(now.plusSeconds(3600)),
                new X500Principal("CN=" + subject),
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        return Pem.certificate(builder.build(new KeySigner(key)).getEncoded());
    }

    @Test
    void aNewOneOpens() throws Exception {
        var authority = AuthorityText.create(now).open("here", now);

        var chain = Pem.readCertificates(
                authority.issue(ID, now, Duration.ofHours(1)).chainPem());
        assertThat(chain).hasSize(1);
        chain.getFirst().verify(authority.root().getPublicKey());
    }

    @Test
    void anIntermediateOfTheUsersServesItsWholeChain() throws Exception {
        var rootPair = pair("RSA", 2048);
        var signingPair = pair("RSA", 2048);
        var root = certificate("root", rootPair, "root", rootPair.getPrivate());
        var signing = certificate("signing", signingPair, "root", rootPair.getPrivate());
        var key = Pem.privateKey(signingPair.getPrivate().getEncoded());

        var authority = new AuthorityText(signing, key, signing + root, root).open("cacerts", now);

        var chain = Pem.readCertificates(
                authority.issue(ID, now, Duration.ofHours(1)).chainPem());
        assertThat(chain).extracting(X509Certificate::getSubjectX500Principal).hasSize(2);
        chain.getFirst().verify(chain.get(1).getPublicKey());
        chain.get(1).verify(rootPair.getPublic());
        assertThat(authority.rootPem()).isEqualTo(root);
        assertThat(authority.serve("istiod", now, Duration.ofHours(1)).chain()).hasSize(2);
    }

    @Test
    void keysAreReadInTheFormsOfOpenssl() throws Exception {
        var rsa = pair("RSA", 2048).getPrivate();
        var ecPair = pair("EC", 256);
        var secret = ((ECPrivateKey) ecPair.getPrivate()).getS();

        assertThat(PrivateKeys.read(traditional("RSA", rsa))).isEqualTo(rsa);
        assertThat(KeySigner.fit(
                        PrivateKeys.read(traditional("RSA", rsa)),
                        pair("EC", 256).getPublic()))
                .isFalse();
        var parameters = X9ObjectIdentifiers.prime256v1;
        var sec1 = new org.bouncycastle.asn1.sec.ECPrivateKey(256, secret, parameters).getEncoded();
        assertThat(KeySigner.fit(PrivateKeys.read(block("EC", sec1)), ecPair.getPublic()))
                .isTrue();
    }

    private static String traditional(String kind, PrivateKey key) throws Exception {
        var inner = PrivateKeyInfo.getInstance(key.getEncoded()).parsePrivateKey();
        return block(kind, inner.toASN1Primitive().getEncoded());
    }

    private static String block(String kind, byte[] inner) {
        return Pem.certificate(inner).replace("CERTIFICATE", kind + " PRIVATE KEY");
    }

    @Test
    void whatDoesNotFitTogetherIsNamed() throws Exception {
        var one = AuthorityText.create(now);
        var other = AuthorityText.create(now);

        assertThatThrownBy(() -> new AuthorityText(one.certificate(), other.key(), "", "").open("Secret x", now))
                .isInstanceOf(BrokenAuthority.class)
                .hasMessageContaining("Secret x");
        assertThatThrownBy(() ->
                        new AuthorityText(one.certificate(), one.key(), "", other.certificate()).open("Secret x", now))
                .isInstanceOf(BrokenAuthority.class)
                .hasMessageContaining("no root");
        assertThatThrownBy(() -> new AuthorityText("", "", "", "").open("Secret x", now))
                .isInstanceOf(BrokenAuthority.class)
                .hasMessageContaining("Secret x");
        assertThat(one.toString()).doesNotContain("PRIVATE");
    }
}
