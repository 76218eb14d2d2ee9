package dev.tulle.servicec;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.Test;

@QuarkusTest
@SuppressWarnings("NullAway.Init") // Quarkus fills the fields in
final class ServiceCTest {
    @Test
    void answersWithTextWhateverTheAcceptHeaderAsksFor() {
        given().header("Accept", "application/json")
                .get("/")
                .then()
                .statusCode(200)
                .header("Content-Type", equalTo("text/plain;charset=UTF-8"))
                .body(equalTo("Hello from service C"));
    }

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @Test
    void greetsInExactlyTheseWordsWhereTheVersionIsNotAskedFor() {
        given().get("/").then().statusCode(200).body(equalTo("Hello from service C"));
    }

    @Test
    void isReadyOnTheManagementPort() {
        given().get(management.resolve("health/ready")).then().statusCode(200).body("status", equalTo("UP"));
    }
}
