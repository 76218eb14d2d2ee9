package dev.tulle.servicea;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(StrictTest.Strict.class)
@QuarkusTestResource(value = Backends.class, restrictToAnnotatedClass = true)
@SuppressWarnings("NullAway.Init") // Quarkus fills the fields in
final class StrictTest {
    /** What a Deployment sets by the environment variable of the same name. */
    public static final class Strict implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("STRICT", "true");
        }
    }

    Backend b;
    Backend c;

    @Test
    void passesTheFailureOfCOn() {
        b.does(new Backend.Behaviour.Answers(200, "Hello from service B"));
        c.does(new Backend.Behaviour.Answers(400, "fault filter abort"));
        given().get("/").then().statusCode(400).body(equalTo("fault filter abort"));
    }

    @Test
    void doesNotCallCWhenBFailed() {
        b.does(new Backend.Behaviour.Answers(503, "no healthy upstream"));
        c.does(new Backend.Behaviour.Answers(200, "Hello from service C"));
        given().get("/").then().statusCode(503).body(equalTo("no healthy upstream"));
        assertThat(c.requests()).isEmpty();
    }
}
