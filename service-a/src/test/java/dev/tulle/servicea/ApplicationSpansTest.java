package dev.tulle.servicea;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ApplicationSpansTest.SpansOn.class)
@QuarkusTestResource(value = Backends.class, restrictToAnnotatedClass = true)
@SuppressWarnings("NullAway.Init") // Quarkus fills the fields in
final class ApplicationSpansTest {
    /** OpenTelemetry as a user would switch it on. */
    public static final class SpansOn implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.otel.sdk.disabled", "false", "quarkus.otel.traces.exporter", "none");
        }
    }

    Backend b;
    Backend c;

    @Test
    void aCallHasOneParentTheClientSpan() {
        b.does(new Backend.Behaviour.Answers(200, ""));
        c.does(new Backend.Behaviour.Answers(200, ""));
        given().header("traceparent", "00-463ac35c9f6413ad48485a3953bb6124-a2fb4a1d1a96d312-01")
                .header("x-b3-traceid", "463ac35c9f6413ad48485a3953bb6124")
                .header("x-request-id", "7")
                .get("/")
                .then()
                .statusCode(200);
        var headers = b.requests().getFirst().headers();
        assertThat(headers.get("traceparent"))
                .singleElement()
                .asString()
                .startsWith("00-463ac35c9f6413ad48485a3953bb6124-")
                .doesNotContain("a2fb4a1d1a96d312");
        assertThat(headers.get("x-b3-traceid")).isNull();
        assertThat(headers.get("x-request-id")).containsExactly("7");
    }
}
