package dev.tulle.cli.up;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tulle.cli.state.AtomicFiles;
import dev.tulle.cli.state.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.TreeMap;

/**
 * Stands in for Kubernetes' projected service-account tokens: signs one per service account with a key made for this mesh, and
 * again when half of its life is over.
 *
 * <p>Thread: called only on the loop.
 */
final class ServiceAccountTokens {
    static final String ISSUER = "tulle-local";
    static final String AUDIENCE = "istio-ca";
    private static final Duration LIFE = Duration.ofHours(24);
    private static final int LINE = 64;

    private final StateDirectory state;
    private final Clock clock;
    private final ECDSASigner signer;
    private final Map<Account, Date> written = new TreeMap<>();

    private record Account(String namespace, String name) implements Comparable<Account> {
        @Override
        public int compareTo(Account other) {
            return toString().compareTo(other.toString());
        }
    }

    private ServiceAccountTokens(StateDirectory state, Clock clock, ECDSASigner signer) {
        this.state = state;
        this.clock = clock;
        this.signer = signer;
    }

    /** Makes the key and writes both halves of it; the control plane checks with the public one. */
    static ServiceAccountTokens create(StateDirectory state, Clock clock) throws IOException {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var keys = generator.generateKeyPair();
            AtomicFiles.writeSecret(
                    state.tokens().resolve("signing-key.pem"),
                    pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
            AtomicFiles.write(
                    state.tokens().resolve("signing-key.pub.pem"),
                    pem("PUBLIC KEY", keys.getPublic().getEncoded()));
            return new ServiceAccountTokens(state, clock, new ECDSASigner((ECPrivateKey) keys.getPrivate()));
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IOException("cannot make the key that signs the tokens", e);
        }
    }

    /** The file that holds the account's token; written when it is first asked for. */
    Path file(String namespace, String serviceAccount) {
        var account = new Account(namespace, serviceAccount);
        if (!written.containsKey(account)) {
            write(account);
        }
        return path(account);
    }

    /** Writes again every token of which half of its life is over. */
    void renew() {
        var halfLife = clock.instant().minus(LIFE.dividedBy(2));
        var due = written.entrySet().stream()
                .filter(entry -> entry.getValue().toInstant().isBefore(halfLife))
                .map(Map.Entry::getKey)
                .toList();
        due.forEach(this::write);
    }

    private Path path(Account account) {
        return state.tokens()
                .resolve(account.namespace() + "." + account.name())
                .resolve("token");
    }

    private void write(Account account) {
        var now = clock.instant();
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject("system:serviceaccount:" + account.namespace() + ":" + account.name())
                .claim(
                        "kubernetes.io",
                        Map.of("namespace", account.namespace(), "serviceaccount", Map.of("name", account.name())))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .build();
        try {
            var token = new SignedJWT(new JWSHeader(JWSAlgorithm.ES256), claims);
            token.sign(signer);
            AtomicFiles.writeSecret(path(account), token.serialize());
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign a token", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a token", e);
        }
        written.put(account, Date.from(now));
    }

    private static String pem(String type, byte[] content) {
        var lines = Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }
}
