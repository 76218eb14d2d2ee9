package dev.tulle.serviceb;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.Test;

@QuarkusTest
@SuppressWarnings("NullAway.Init") // Quarkus fills the fields in
final class ServiceBTest {
    @Test
    void answersWithTextWhateverTheAcceptHeaderAsksFor() {
        given().header("Accept", "application/json")
                .get("/")
                .then()
                .statusCode(200)
                .header("Content-Type", equalTo("text/plain;charset=UTF-8"))
                .body(equalTo("Hello from service B"));
    }

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @Test
    void greetsInExactlyTheseWords() {
        given().get("/").then().statusCode(200).body(equalTo("Hello from service B"));
    }

    @Test
    void healthAndMetricsAreOnTheManagementPortOnly() {
        given().get(management.resolve("health/ready")).then().statusCode(200).body("status", equalTo("UP"));
        given().get(management.resolve("health/live")).then().statusCode(200);
        given().get(management.resolve("health/started")).then().statusCode(200);
        given().get(management.resolve("metrics")).then().statusCode(200).body(containsString("jvm_memory_used_bytes"));
        given().get("/q/metrics").then().statusCode(404);
    }
}
