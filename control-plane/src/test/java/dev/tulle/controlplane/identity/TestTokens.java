package dev.tulle.controlplane.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

/** Signs tokens as the supervisor does. */
public final class TestTokens {
    private final KeyPair pair;

    /** @param publicKeyFile written for the control plane to read */
    public TestTokens(Path publicKeyFile) throws IOException, GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        pair = generator.generateKeyPair();
        var directory = publicKeyFile.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.writeString(
                publicKeyFile,
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(pair.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
    }

    /** A good token of that service account. */
    public String token(String namespace, String serviceAccount) {
        return sign(claims(namespace, serviceAccount).build());
    }

    JWTClaimsSet.Builder claims(String namespace, String serviceAccount) {
        return new JWTClaimsSet.Builder()
                .issuer("tulle-local")
                .audience("istio-ca")
                .subject("system:serviceaccount:" + namespace + ":" + serviceAccount)
                .expirationTime(Date.from(Instant.now().plusSeconds(3600)));
    }

    String sign(JWTClaimsSet claims) {
        try {
            var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.ES256), claims);
            jwt.sign(new ECDSASigner((ECPrivateKey) pair.getPrivate()));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
