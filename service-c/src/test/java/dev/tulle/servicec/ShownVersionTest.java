package dev.tulle.servicec;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ShownVersionTest.SecondVersion.class)
final class ShownVersionTest {
    /** What a Deployment sets by environment variables of the same names. */
    public static final class SecondVersion implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("SHOW_VERSION", "true", "VERSION", "v2");
        }
    }

    @Test
    void addsItsVersionWhereThatIsAskedFor() {
        given().get("/").then().statusCode(200).body(equalTo("Hello from service C v2"));
    }
}
