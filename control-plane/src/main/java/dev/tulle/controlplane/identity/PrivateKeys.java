package dev.tulle.controlplane.identity;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Reads private keys in the forms that openssl writes: PKCS#8, PKCS#1 (RSA) and SEC 1 (EC). */
final class PrivateKeys {
    private PrivateKeys() {}

    /** IllegalArgumentException says what is there instead. */
    static PrivateKey read(String pem) throws GeneralSecurityException {
        try {
            if (pem.contains("BEGIN RSA PRIVATE KEY")) {
                var pkcs1 = RSAPrivateKey.getInstance(Pem.only("RSA PRIVATE KEY", pem));
                var rsa = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
                return key("RSA", new PrivateKeyInfo(rsa, pkcs1));
            }
            if (pem.contains("BEGIN EC PRIVATE KEY")) {
                var sec1 = ECPrivateKey.getInstance(Pem.only("EC PRIVATE KEY", pem));
                var ec = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, sec1.getParametersObject());
                return key("EC", new PrivateKeyInfo(ec, sec1));
            }
            var pkcs8 = PrivateKeyInfo.getInstance(Pem.privateKey(pem));
            var isRsa = pkcs8.getPrivateKeyAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
            return key(isRsa ? "RSA" : "EC", pkcs8);
        } catch (IOException e) {
            throw new GeneralSecurityException("the private key cannot be read", e);
        }
    }

    private static PrivateKey key(String algorithm, PrivateKeyInfo pkcs8) throws GeneralSecurityException, IOException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8.getEncoded()));
    }
}
