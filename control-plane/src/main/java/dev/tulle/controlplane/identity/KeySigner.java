package dev.tulle.controlplane.identity;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.ContentSigner;

/**
 * Signs with SHA-256 and the key's own kind, ECDSA or RSA, by the JDK's provider. BouncyCastle's builder of signers would load
 * several hundred classes of algorithms that are never used, which is felt at start-up.
 */
final class KeySigner implements ContentSigner {
    private final PrivateKey key;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    KeySigner(PrivateKey key) {
        this.key = key;
    }

    /** {@code EC} and {@code RSA} are the kinds there are. */
    private static String algorithm(String kind) {
        return kind.equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        return key.getAlgorithm().equals("RSA")
                ? new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE)
                : new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    }

    @Override
    public OutputStream getOutputStream() {
        return content;
    }

    @Override
    public byte[] getSignature() {
        try {
            return sign(key, content.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing a certificate failed", e);
        }
    }

    private static byte[] sign(PrivateKey key, byte[] content) throws GeneralSecurityException {
        var signature = Signature.getInstance(algorithm(key.getAlgorithm()));
        signature.initSign(key);
        signature.update(content);
        return signature.sign();
    }

    /** Whether the two are halves of one pair. */
    static boolean fit(PrivateKey key, PublicKey publicKey) {
        try {
            var probe = new byte[] {1};
            var verifying = Signature.getInstance(algorithm(publicKey.getAlgorithm()));
            verifying.initVerify(publicKey);
            verifying.update(probe);
            return key.getAlgorithm().equals(publicKey.getAlgorithm()) && verifying.verify(sign(key, probe));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
