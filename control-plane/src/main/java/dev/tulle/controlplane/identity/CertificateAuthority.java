package dev.tulle.controlplane.identity;

import dev.tulle.mesh.model.SpiffeId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;

/**
 * The mesh's certificate authority: one self-signed root, EC P-256, that signs every workload's X.509-SVID and the control
 * plane's own server certificate. Source: the SPIFFE X.509-SVID standard.
 *
 * <p>Thread: immutable; any thread may sign.
 */
public final class CertificateAuthority {
    /** Clocks on one machine may step back a little; certificates begin that much earlier. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private static final Duration ROOT_LIFE = Duration.ofDays(3650);

    private final X509Certificate root;
    private final PrivateKey key;

    CertificateAuthority(X509Certificate root, PrivateKey key) {
        this.root = root;
        this.key = key;
    }

    /** A new root. */
    static CertificateAuthority create(Instant now) {
        var pair = newKeyPair();
        var name = new X500Principal("O=Tulle,CN=Tulle mesh root");
        var builder = new JcaX509v3CertificateBuilder(
                name, serial(), Date.from(now.minus(SKEW)), Date.from(now.plus(ROOT_LIFE)), name, pair.getPublic());
        try {
            var extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(pair.getPublic()));
            return new CertificateAuthority(sign(builder, pair.getPrivate()), pair.getPrivate());
        } catch (CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException("making a root certificate failed", e);
        }
    }

    /** The root certificate, which proxies trust. */
    public X509Certificate root() {
        return root;
    }

    PrivateKey key() {
        return key;
    }

    /** The root as PEM. */
    public String rootPem() {
        return Pem.certificate(der(root));
    }

    /** The first 16 hex digits of the root's SHA-256: enough to tell roots apart. */
    String fingerprint() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(der(root));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** An X.509-SVID for client and server use, with a new key; no subject, as SPIFFE asks: the URI is critical. */
    Svid issue(SpiffeId id, Instant now, Duration life) {
        var pair = newKeyPair();
        var uri = new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, id.uri()));
        var certificate = leaf(pair.getPublic(), uri, now, life);
        return new Svid(
                id,
                Pem.certificate(der(certificate)),
                pair.getPrivate(),
                certificate.getNotAfter().toInstant());
    }

    /** A server certificate for that DNS name, with a new key. */
    public ServerCertificate serve(String dnsName, Instant now, Duration life) {
        var pair = newKeyPair();
        var names = new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName));
        return new ServerCertificate(leaf(pair.getPublic(), names, now, life), pair.getPrivate());
    }

    private X509Certificate leaf(PublicKey subject, GeneralNames names, Instant now, Duration life) {
        var until = now.plus(life).isBefore(root.getNotAfter().toInstant())
                ? now.plus(life)
                : root.getNotAfter().toInstant();
        var builder = new JcaX509v3CertificateBuilder(
                root.getSubjectX500Principal(),
                serial(),
                Date.from(now.minus(SKEW)),
                Date.from(until),
                new X500Principal(""),
                subject);
        try {
            builder.addExtension(Extension.subjectAlternativeName, true, names);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(root));
        } catch (CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException("making a certificate failed", e);
        }
        return sign(builder, key);
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key) {
        try {
            var der = builder.build(new EcdsaSigner(key)).getEncoded();
            if (CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der))
                    instanceof X509Certificate certificate) {
                return certificate;
            }
            throw new IllegalStateException("the JDK does not read what we signed");
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("signing a certificate failed", e);
        }
    }

    private static KeyPair newKeyPair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has EC P-256", e);
        }
    }

    private static BigInteger serial() {
        return new BigInteger(127, new SecureRandom()).add(BigInteger.ONE);
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate of ours does not encode", e);
        }
    }

    @Override
    public String toString() {
        return "CertificateAuthority[" + fingerprint() + ", key=<redacted>]";
    }
}
