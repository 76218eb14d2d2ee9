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
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
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
 * The mesh's certificate authority: a root of its own, EC P-256, or a certificate that the user brought, under a root of theirs.
 * It signs every workload's X.509-SVID and the control plane's own server certificates. Source: the SPIFFE X.509-SVID standard.
 *
 * <p>Thread: immutable; any thread may sign.
 */
public final class CertificateAuthority {
    /** Clocks on one machine may step back a little; certificates begin that much earlier. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private static final Duration ROOT_LIFE = Duration.ofDays(3650);

    private final X509Certificate signing;
    private final PrivateKey key;
    private final List<X509Certificate> above;
    private final List<X509Certificate> roots;

    /** A root that signs itself. */
    CertificateAuthority(X509Certificate root, PrivateKey key) {
        this(root, key, List.of(), List.of(root));
    }

    /**
     * @param above what goes with every certificate so that it leads to a root: empty where a root signs
     * @param roots that proxies trust
     */
    CertificateAuthority(
            X509Certificate signing, PrivateKey key, List<X509Certificate> above, List<X509Certificate> roots) {
        this.signing = signing;
        this.key = key;
        this.above = List.copyOf(above);
        this.roots = List.copyOf(roots);
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

    /** The certificate whose key signs. */
    public X509Certificate root() {
        return signing;
    }

    PrivateKey key() {
        return key;
    }

    /** The roots that proxies trust, as PEM. */
    public String rootPem() {
        return pem(roots);
    }

    private static String pem(List<X509Certificate> certificates) {
        return certificates.stream()
                .map(certificate -> Pem.certificate(der(certificate)))
                .collect(Collectors.joining());
    }

    /** The same CA, with other roots beside its own for proxies to trust. */
    CertificateAuthority trusting(List<X509Certificate> others) {
        return new CertificateAuthority(signing, key, above, others);
    }

    /** The same CA, whose certificates lead to a former root too. */
    CertificateAuthority withAbove(List<X509Certificate> others) {
        return new CertificateAuthority(signing, key, others, roots);
    }

    /**
     * The other's certificate, signed by this one: who trusts this root alone follows it to what the other signs. It has the
     * other's name, which is this one's, and so does not count as a step between root and leaf; and the other's serial number, by
     * which leaves name their issuer. Source: RFC 4210, 4.4, "new with old".
     */
    X509Certificate crossSign(CertificateAuthority other) {
        var ours = signing.getNotAfter().toInstant();
        var theirs = other.signing.getNotAfter().toInstant();
        var until = ours.isBefore(theirs) ? ours : theirs;
        var builder = new JcaX509v3CertificateBuilder(
                signing.getSubjectX500Principal(),
                other.signing.getSerialNumber(),
                Date.from(other.signing.getNotBefore().toInstant()),
                Date.from(until),
                other.signing.getSubjectX500Principal(),
                other.signing.getPublicKey());
        try {
            var extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    extensions.createSubjectKeyIdentifier(other.signing.getPublicKey()));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(signing.getPublicKey()));
            return sign(builder, key);
        } catch (CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException("signing another root failed", e);
        }
    }

    /** 16 hex digits that tell what proxies trust: of all roots the SHA-256, shortened. */
    String bundleFingerprint() {
        return fingerprint(roots);
    }

    /** 16 hex digits that tell one CA from another: of its certificate the SHA-256, shortened. */
    String fingerprint() {
        return fingerprint(List.of(signing));
    }

    private static String fingerprint(List<X509Certificate> certificates) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            certificates.forEach(certificate -> sha256.update(der(certificate)));
            return HexFormat.of().formatHex(sha256.digest(), 0, 8);
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
                Pem.certificate(der(certificate)) + pem(above),
                pair.getPrivate(),
                certificate.getNotAfter().toInstant());
    }

    /** A server certificate for that DNS name, with a new key. */
    public ServerCertificate serve(String dnsName, Instant now, Duration life) {
        var pair = newKeyPair();
        var names = new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName));
        var chain = new ArrayList<>(List.of(leaf(pair.getPublic(), names, now, life)));
        chain.addAll(above);
        return new ServerCertificate(chain, pair.getPrivate());
    }

    private X509Certificate leaf(PublicKey subject, GeneralNames names, Instant now, Duration life) {
        var until = now.plus(life).isBefore(signing.getNotAfter().toInstant())
                ? now.plus(life)
                : signing.getNotAfter().toInstant();
        var builder = new JcaX509v3CertificateBuilder(
                signing.getSubjectX500Principal(),
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
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(signing));
        } catch (CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException("making a certificate failed", e);
        }
        return sign(builder, key);
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key) {
        try {
            var der = builder.build(new KeySigner(key)).getEncoded();
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
