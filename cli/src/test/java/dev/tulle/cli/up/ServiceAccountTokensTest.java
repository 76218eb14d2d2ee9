package dev.tulle.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.tulle.cli.state.StateDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceAccountTokensTest {
    private final HandClock clock = new HandClock();
    private final StateDirectory state;
    private final ServiceAccountTokens tokens;

    ServiceAccountTokensTest(@TempDir Path directory) throws Exception {
        state = new StateDirectory(directory);
        tokens = ServiceAccountTokens.create(state, clock);
    }

    @Test
    void aTokenSaysWhoseItIsAndIsSignedWithThePublishedKey() throws Exception {
        var token = SignedJWT.parse(Files.readString(tokens.file("servicea", "a")));

        var claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("tulle-local");
        assertThat(claims.getAudience()).isEqualTo(List.of("istio-ca"));
        assertThat(claims.getSubject()).isEqualTo("system:serviceaccount:servicea:a");
        assertThat(claims.getClaim("kubernetes.io"))
                .isEqualTo(Map.of("namespace", "servicea", "serviceaccount", Map.of("name", "a")));
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofHours(24));
        var pem = Files.readString(state.tokens().resolve("signing-key.pub.pem"));
        var encoded = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        var published = (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
        assertThat(token.verify(new ECDSAVerifier(published))).isTrue();
    }

    @Test
    void keysAndTokensAreForTheirOwnerOnly() throws Exception {
        var secrets = List.of(state.tokens().resolve("signing-key.pem"), tokens.file("servicea", "a"));

        for (var secret : secrets) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aTokenIsWrittenAgainAfterHalfOfItsLife() throws Exception {
        var file = tokens.file("servicea", "a");
        var first = Files.readString(file);

        clock.advance(Duration.ofHours(11));
        tokens.renew();
        assertThat(file).hasContent(first);

        clock.advance(Duration.ofHours(2));
        tokens.renew();
        assertThat(Files.readString(file)).isNotEqualTo(first);
    }

    private static final class HandClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
