package dev.tulle.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTokensTest {
    private final Path key;
    private final TestTokens tokens;
    private final LocalTokens reviewer;

    LocalTokensTest(@TempDir Path directory) throws Exception {
        key = directory.resolve("signing-key.pub.pem");
        tokens = new TestTokens(key);
        reviewer = new LocalTokens(key, InstantSource.system());
    }

    private TokenReview review(String token) {
        return reviewer.review(token).toCompletableFuture().join();
    }

    private void assertRefused(String token, String reason) {
        assertThat(review(token))
                .isInstanceOfSatisfying(
                        TokenReview.Refused.class,
                        refused -> assertThat(refused.reason()).contains(reason).doesNotContain(token));
    }

    @Test
    void aGoodTokenNamesItsServiceAccount() {
        assertThat(review(tokens.token("servicea", "default")))
                .isEqualTo(new TokenReview.Accepted("servicea", "default"));
    }

    @Test
    void anotherAudienceIsRefused() {
        assertRefused(tokens.sign(tokens.claims("a", "a").audience("kubernetes").build()), "expected istio-ca");
    }

    @Test
    void anExpiredTokenIsRefused() {
        var claims =
                tokens.claims("a", "a").expirationTime(Date.from(Instant.now().minusSeconds(60)));
        assertRefused(tokens.sign(claims.build()), "expired");
    }

    @Test
    void aTokenWithoutExpiryIsRefused() {
        assertRefused(tokens.sign(tokens.claims("a", "a").expirationTime(null).build()), "expired");
    }

    @Test
    void anotherSignersTokenIsRefused() throws Exception {
        var other = new TestTokens(key.resolveSibling("other.pem"));
        assertRefused(other.token("a", "a"), "not the supervisor's");
    }

    @Test
    void anUnsignedTokenIsRefused() {
        assertRefused(new PlainJWT(tokens.claims("a", "a").build()).serialize(), "not a signed JWT");
    }

    @Test
    void aTokenSignedWithThePublicKeyAsASecretIsRefused() throws Exception {
        var jwt = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256), tokens.claims("a", "a").build());
        jwt.sign(new MACSigner(Files.readAllBytes(key)));
        assertRefused(jwt.serialize(), "expected ES256");
    }

    @Test
    void aSubjectThatIsNoServiceAccountIsRefused() {
        assertRefused(tokens.sign(tokens.claims("a", "a").subject("root").build()), "subject");
    }

    @Test
    void aMissingKeyIsNamed() throws Exception {
        Files.delete(key);
        assertRefused(tokens.token("a", "a"), "signing-key.pub.pem");
    }

    @Test
    void aNewKeyIsReadAtOnce() throws Exception {
        assertThat(review(tokens.token("a", "a"))).isInstanceOf(TokenReview.Accepted.class);
        var before = Files.getLastModifiedTime(key).toMillis();
        var renewed = new TestTokens(key);
        Files.setLastModifiedTime(key, FileTime.fromMillis(before + 1000));
        assertThat(review(renewed.token("a", "a"))).isInstanceOf(TokenReview.Accepted.class);
    }
}
