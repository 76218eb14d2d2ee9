package dev.tulle.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@QuarkusTest
@ExtendWith(NoBlockedLoop.class)
@TestProfile(LimitsTest.Small.class)
@QuarkusTestResource(value = Edge.class, restrictToAnnotatedClass = true)
@SuppressWarnings("NullAway.Init") // Quarkus fills the fields in
final class LimitsTest {
    /** Small limits, so that a test can reach them. */
    public static final class Small implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.http.limits.max-body-size", "1K", "quarkus.http.limits.max-header-size", "4K");
        }
    }

    Edge edge;

    @TestHTTPResource("/")
    URI gateway;

    @Test
    void aBodyThatSaysItIsTooLongIsRefusedAtOnce() throws Exception {
        try (var wire = new Wire(gateway)) {
            wire.send("POST / HTTP/1.1\nHost: h\nContent-Length: 1025\n\n");
            assertThat(wire.readHead()).startsWith("http/1.1 413 ");
        }
    }

    @Test
    void aStreamedBodyIsRefusedWhenItBecomesTooLong() throws Exception {
        edge.does(request -> request.bodyHandler(body -> request.response().end("whole")));
        try (var wire = new Wire(gateway)) {
            wire.send("POST / HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n");
            wire.send("200\n" + "x".repeat(0x200) + "\n");
            wire.send("300\n" + "x".repeat(0x300) + "\n");
            assertThat(wire.readToTheEnd())
                    .startsWith("HTTP/1.1 413 ")
                    .endsWith("the body is longer than the 1024 bytes that the gateway takes\n");
        }
    }

    @Test
    void aBodyOfExactlyTheLimitPasses() throws Exception {
        edge.does(request -> request.bodyHandler(body -> request.response().end(String.valueOf(body.length()))));
        try (var wire = new Wire(gateway)) {
            wire.send("POST / HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\nConnection: close\n\n400\n"
                    + "x".repeat(0x400) + "\n0\n\n");
            assertThat(wire.readToTheEnd()).endsWith("1024");
        }
    }

    @Test
    void headersThatAreTooLongAreRefused() throws Exception {
        try (var wire = new Wire(gateway)) {
            wire.send("GET / HTTP/1.1\nHost: h\nX-Long: " + "x".repeat(5000) + "\n\n");
            assertThat(wire.readHead()).startsWith("http/1.1 431 ");
        }
    }
}
