package dev.tulle.mesh.envoy;

import dev.tulle.mesh.model.SpiffeId;
import dev.tulle.mesh.xds.wire.JsonText;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA for one test: what it signs is trusted by everybody who has its secrets. */
public final class TestAuthority {
    private static final X500Name NAME = new X500Name("CN=test root");

    private final KeyPair keys = keys();
    private final X509CertificateHolder root;
    private long serial = 1;

    public TestAuthority() {
        this.root = sign(NAME, keys, new GeneralNames(new GeneralName(GeneralName.dNSName, "root")), true);
    }

    /** Its own certificate, PEM. */
    public String rootCertificate() {
        try {
            return pem("CERTIFICATE", root.getEncoded());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The secrets of a proxy with that identity. */
    public TestSecrets secrets(SpiffeId identity) {
        var own = keys();
        var names = new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, identity.uri()));
        var certificate = sign(new X500Name("O=test"), own, names, false);
        try {
            return new TestSecrets("""
                    {"name": "default", "tls_certificate": {
                      "certificate_chain": {"inline_string": %s}, "private_key": {"inline_string": %s}}},
                    {"name": "ROOTCA", "validation_context": {"trusted_ca": {"inline_string": %s}}}
                    """.formatted(
                            JsonText.quote(pem("CERTIFICATE", certificate.getEncoded())),
                            JsonText.quote(pem("PRIVATE KEY", own.getPrivate().getEncoded())),
                            JsonText.quote(rootCertificate())));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private X509CertificateHolder sign(X500Name subject, KeyPair subjectKeys, GeneralNames names, boolean isAuthority) {
        try {
            var now = Instant.now();
            return new JcaX509v3CertificateBuilder(
                            NAME,
                            BigInteger.valueOf(serial++),
                            Date.from(now.minus(Duration.ofMinutes(5))),
                            Date.from(now.plus(Duration.ofHours(1))),
                            subject,
                            subjectKeys.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority))
                    .addExtension(Extension.subjectAlternativeName, true, names)
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
        } catch (OperatorCreationException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair keys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(String type, byte[] content) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }
}
