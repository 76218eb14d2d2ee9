package dev.tulle.controlplane.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that the supervisor signs, in the shape of Kubernetes' projected service-account tokens. Only ES256 with the
 * supervisor's key counts, whatever a token's header says. The key is read again when its file changes.
 *
 * <p>Thread: any.
 */
public final class LocalTokens implements TokenReviewer {
    /** Who signs them. */
    public static final String ISSUER = "tulle-local";

    private static final String SUBJECT = "system:serviceaccount:";
    private static final Duration SKEW = Duration.ofSeconds(5);

    private final Path publicKeyFile;
    private final InstantSource clock;
    private volatile Optional<Key> key = Optional.empty();

    private record Key(ECPublicKey value, long modifiedMillis) {}

    /** @param publicKeyFile PEM, SubjectPublicKeyInfo; it may come later than the first token */
    public LocalTokens(Path publicKeyFile, InstantSource clock) {
        this.publicKeyFile = publicKeyFile;
        this.clock = clock;
    }

    @Override
    public CompletionStage<TokenReview> review(String token) {
        return CompletableFuture.completedFuture(answer(token));
    }

    private TokenReview answer(String token) {
        try {
            return check(SignedJWT.parse(token));
        } catch (ParseException e) {
            return new TokenReview.Refused("the token is not a signed JWT");
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            return new TokenReview.Refused("the control plane cannot read " + publicKeyFile + ": " + e.getMessage());
        } catch (JOSEException e) {
            return new TokenReview.Refused("the token's signature cannot be checked");
        }
    }

    private TokenReview check(SignedJWT jwt)
            throws ParseException, IOException, GeneralSecurityException, JOSEException {
        if (!JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm())) {
            return new TokenReview.Refused(
                    "the token is signed by " + jwt.getHeader().getAlgorithm() + ", expected ES256");
        }
        if (!jwt.verify(new ECDSAVerifier(currentKey()))) {
            return new TokenReview.Refused("the token's signature is not the supervisor's");
        }
        var claims = jwt.getJWTClaimsSet();
        if (!ISSUER.equals(claims.getIssuer())) {
            return new TokenReview.Refused("the token's issuer is " + claims.getIssuer() + ", expected " + ISSUER);
        }
        if (!claims.getAudience().contains(AUDIENCE)) {
            return new TokenReview.Refused(
                    "the token's audience is " + claims.getAudience() + ", expected " + AUDIENCE);
        }
        if (expired(claims.getExpirationTime())) {
            return new TokenReview.Refused("the token expired at " + claims.getExpirationTime());
        }
        return serviceAccount(claims.getSubject());
    }

    private boolean expired(@Nullable Date expiry) {
        return expiry == null || expiry.toInstant().plus(SKEW).isBefore(clock.instant());
    }

    private static TokenReview serviceAccount(@Nullable String subject) {
        if (subject != null && subject.startsWith(SUBJECT)) {
            var parts = subject.substring(SUBJECT.length()).split(":", -1);
            if (parts.length == 2 && !parts[0].isEmpty() && !parts[1].isEmpty()) {
                return new TokenReview.Accepted(parts[0], parts[1]);
            }
        }
        return new TokenReview.Refused(
                "the token's subject is " + subject + ", expected " + SUBJECT + "NAMESPACE:NAME");
    }

    private ECPublicKey currentKey() throws IOException, GeneralSecurityException {
        var modified = Files.getLastModifiedTime(publicKeyFile).toMillis();
        var known = key;
        if (known.isPresent() && known.get().modifiedMillis() == modified) {
            return known.get().value();
        }
        var der = Pem.publicKey(Files.readString(publicKeyFile));
        if (KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der)) instanceof ECPublicKey read) {
            key = Optional.of(new Key(read, modified));
            return read;
        }
        throw new GeneralSecurityException("not an EC key");
    }
}
