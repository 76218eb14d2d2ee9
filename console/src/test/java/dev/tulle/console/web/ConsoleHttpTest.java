package dev.tulle.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.tulle.console.browser.FakeMesh;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(FakeMesh.class)
class ConsoleHttpTest {
    private static final Path SCRIPTS = Path.of("src/main/resources/META-INF/resources/js");
    private static final long MOST_SCRIPT = 150_000;

    @Test
    void everyAnswerForbidsWhatThePageDoesNotNeed() {
        RestAssured.get("/")
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("X-Content-Type-Options", equalTo("nosniff"));
    }

    @Test
    void aForeignHostNameIsRefused() {
        RestAssured.given()
                .header("Host", "evil.example")
                .get("/api/graph")
                .then()
                .statusCode(421);
    }

    @Test
    void nothingButQuestionsIsTaken() {
        RestAssured.post("/api/graph").then().statusCode(405);
        RestAssured.delete("/api/mesh").then().statusCode(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/graph?type=cake",
                "/api/graph?window=61",
                "/api/series?id=app:a/b%22%7D",
                "/api/mesh/proxy?id=../secret",
                "/api/mesh/receipt?kind=Pod",
                "/api/traces/one?id=zz"
            })
    void whatMakesNoSenseIsSaidInWords(String question) {
        RestAssured.given()
                .urlEncodingEnabled(false)
                .get(question)
                .then()
                .statusCode(400)
                .body("error", containsString("="));
    }

    @Test
    void theGraphOfAMomentIsServed() {
        RestAssured.get("/api/graph?type=workload&at=1800000000")
                .then()
                .statusCode(200)
                .body("at", equalTo(1800000000))
                .body("nodes", hasSize(8))
                .body("edges.health", hasItem("healthy"));
    }

    @Test
    void theDoctorNamesFaultsWithTheirIds() {
        RestAssured.get("/api/doctor")
                .then()
                .statusCode(200)
                .body("findings.id", hasItem("IST0002"))
                .body("findings.object", hasItem("VirtualService servicec/servicec-route"));
    }

    @Test
    void allScriptsTogetherAreSmall() throws IOException {
        try (var files = Files.walk(SCRIPTS)) {
            var total = files.filter(Files::isRegularFile)
                    .mapToLong(ConsoleHttpTest::compressed)
                    .sum();
            assertThat(total).isBetween(1_000L, MOST_SCRIPT);
        }
    }

    private static long compressed(Path file) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.size();
    }
}
