package dev.tulle.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@QuarkusTest
@ExtendWith(NoBlockedLoop.class)
@TestProfile(UnreachableEdgeTest.NobodyListens.class)
@SuppressWarnings("NullAway.Init") // Quarkus fills the fields in
final class UnreachableEdgeTest {
    /** An edge address where nobody listens. */
    public static final class NobodyListens implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try (var free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.99"))) {
                return Map.of("tulle.edge-address", "127.0.0.99:" + free.getLocalPort());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    @TestHTTPResource("/")
    URI gateway;

    @Test
    void isA502ThatSaysSo() {
        given().get("/")
                .then()
                .statusCode(502)
                .header("Content-Type", equalTo("text/plain; charset=utf-8"))
                .body(equalTo("the gateway cannot reach its proxy's edge listener\n"));
    }

    @Test
    void isAProblemDocumentWhereThatIsAskedFor() {
        given().header("Accept", "application/problem+json")
                .get("/")
                .then()
                .statusCode(502)
                .header("Content-Type", equalTo("application/problem+json"))
                .body("detail", equalTo("the gateway cannot reach its proxy's edge listener"));
    }

    @Test
    void aBodyInFlightIsNotWaitedFor() throws Exception {
        try (var wire = new Wire(gateway)) {
            wire.send("POST / HTTP/1.1\nHost: h\nContent-Length: 1000000\n\nbegin");
            assertThat(wire.readHead()).startsWith("http/1.1 502 bad gateway\n");
        }
    }
}
