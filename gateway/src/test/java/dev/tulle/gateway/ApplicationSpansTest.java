package dev.tulle.gateway;

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
@QuarkusTestResource(value = Edge.class, restrictToAnnotatedClass = true)
@SuppressWarnings("NullAway.Init") // Quarkus fills the fields in
final class ApplicationSpansTest {
    /** OpenTelemetry as a user would switch it on. */
    public static final class SpansOn implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.otel.sdk.disabled", "false", "quarkus.otel.traces.exporter", "none");
        }
    }

    Edge edge;

    @Test
    void aRequestHasOneParentTheClientSpan() {
        edge.does(request ->
                request.response().end(String.join(",", request.headers().getAll("traceparent"))));
        var parents = given().header("traceparent", "00-463ac35c9f6413ad48485a3953bb6124-a2fb4a1d1a96d312-01")
                .get("/")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(parents)
                .startsWith("00-463ac35c9f6413ad48485a3953bb6124-")
                .doesNotContain(",")
                .doesNotContain("a2fb4a1d1a96d312");
    }
}
