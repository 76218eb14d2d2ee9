package dev.tulle.controlplane.debug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DebugRoutesTest.OwnState.class)
class DebugRoutesTest {
    private static final Path STATE =
            Path.of("target", "debug-routes-" + UUID.randomUUID()).toAbsolutePath();

    /** Directories of its own and a free port. */
    public static final class OwnState implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Files.createDirectories(STATE.resolve("config"));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return Map.of(
                    "tulle.config.directories", STATE.resolve("config").toString(),
                    "tulle.state-directory", STATE.toString(),
                    "tulle.xds.port", "0");
        }
    }

    private static void write(String name, String text) throws IOException {
        var hidden = STATE.resolve("config/." + name);
        Files.writeString(hidden, text);
        Files.move(hidden, STATE.resolve("config").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void readinessVersionAndMetricsAreServed() {
        RestAssured.get("/ready").then().statusCode(200);
        RestAssured.get("/version").then().statusCode(200).body("version", containsString("tulle"));
        RestAssured.get("/metrics").then().statusCode(200).body(containsString("pilot_xds "));
        RestAssured.get("/debug/syncz").then().statusCode(200).body("size()", equalTo(0));
        RestAssured.get("/debug/connections").then().statusCode(200).body("totalClients", equalTo(0));
    }

    @Test
    void aReceiptWaitsForTheObjectAndSaysWhyItIsNowhere() throws Exception {
        write("service.yaml", """
                apiVersion: v1
                kind: Service
                metadata: {name: b, namespace: b}
                spec: {selector: {app: b}, ports: [{name: http, port: 80}]}
                """);
        RestAssured.given()
                .queryParams("kind", "Service", "namespace", "b", "name", "b", "wait", "5s")
                .get("/debug/receipts")
                .then()
                .statusCode(200)
                .body("state", equalTo("live"))
                .body("generation", greaterThan(0))
                .body("of", equalTo(0))
                .body("reason", containsString("no proxy is connected"));
        RestAssured.get("/debug/registryz").then().body("hostname", hasItem("b.b.svc.cluster.local"));
    }

    @Test
    void objectsAreListedWithTheirOriginAndSecretsWithoutTheirValues() throws Exception {
        write("secret.yaml", """
                apiVersion: v1
                kind: Secret
                metadata: {name: door, namespace: b, annotations: {note: hidden-too}}
                stringData: {tls.key: very-secret}
                """);
        RestAssured.given()
                .queryParams("kind", "Secret", "namespace", "b", "name", "door", "wait", "5s")
                .get("/debug/receipts")
                .then()
                .statusCode(200);

        RestAssured.get("/debug/configz")
                .then()
                .statusCode(200)
                .body("find { it.object.kind == 'Secret' }.origin", equalTo("secret.yaml:1"))
                .body("find { it.object.kind == 'Secret' }.object.stringData.'tls.key'", equalTo("<redacted>"))
                .body(not(containsString("very-secret")))
                .body(not(containsString("hidden-too")));
    }

    @Test
    void aRefusedObjectHasItsProblemWithLineAndPath() throws Exception {
        write("rule.yaml", """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: bad, namespace: b}
                spec:
                  hosts: [b]
                  htpp: []
                """);
        RestAssured.given()
                .queryParams(Map.of(
                        "group",
                        "networking.istio.io",
                        "kind",
                        "VirtualService",
                        "namespace",
                        "b",
                        "name",
                        "bad",
                        "wait",
                        "5s"))
                .get("/debug/receipts")
                .then()
                .body("state", equalTo("refused"))
                .body("problems.path", hasItem(containsString("htpp")))
                .body("problems.origin", hasItem(containsString("rule.yaml:6")));
        RestAssured.get("/debug/problems").then().body("object.name", hasItem("bad"));
    }

    @Test
    void anUnknownObjectIsUnknownWhenTheWaitIsOver() {
        RestAssured.get("/debug/receipts?kind=Service&namespace=x&name=nobody&wait=10ms")
                .then()
                .body("state", equalTo("unknown"));
    }

    @Test
    void aQuestionThatIsNoneIsAnsweredInWords() {
        RestAssured.get("/debug/receipts?kind=Service").then().statusCode(400).body("error", containsString("name="));
        RestAssured.get("/debug/config_dump?proxyID=x").then().statusCode(400).body("error", containsString("proxyID"));
        RestAssured.get("/debug/receipts?kind=Service&name=a&wait=soon")
                .then()
                .statusCode(400)
                .body("error", containsString("wait="));
    }

    @Test
    void waitsAreDurations() {
        assertThat(DebugRoutes.wait("10s")).contains(Duration.ofSeconds(10));
        assertThat(DebugRoutes.wait("500ms")).contains(Duration.ofMillis(500));
        assertThat(DebugRoutes.wait("2")).contains(Duration.ofSeconds(2));
        assertThat(DebugRoutes.wait("1h")).contains(Duration.ofMinutes(5));
        assertThat(DebugRoutes.wait("-1s")).isEmpty();
    }
}
