package dev.tulle.gateway;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@QuarkusTest
@ExtendWith(NoBlockedLoop.class)
@QuarkusTestResource(value = Edge.class, restrictToAnnotatedClass = true)
@SuppressWarnings("NullAway.Init") // Quarkus fills the fields in
final class GatewayTest {
    private static final List<String> COOKIES = List.of("a=1", "b=2");

    Edge edge;

    @TestHTTPResource("/")
    URI gateway;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @Test
    void keepsMethodTargetAndHostAsTheyWereWritten() throws Exception {
        edge.does(request ->
                request.response().end(request.method() + " " + request.uri() + " " + request.getHeader("Host")));
        try (var wire = new Wire(gateway)) {
            wire.send("PURGE /a%2Fb/./c//d?x=%20&y&y=%C3%A4 HTTP/1.1\nHost: Shop.Example:8443\nConnection: close\n\n");
            assertThat(wire.readToTheEnd()).endsWith("PURGE /a%2Fb/./c//d?x=%20&y&y=%C3%A4 Shop.Example:8443");
        }
    }

    @Test
    void aTargetThatIsNoPathIsRefused() throws Exception {
        try (var wire = new Wire(gateway)) {
            wire.send("GET /%zz HTTP/1.1\nHost: h\nConnection: close\n\n");
            assertThat(wire.readToTheEnd()).startsWith("HTTP/1.1 400 Bad Request\n");
        }
    }

    @Test
    void headersOfTheConnectionStayBehindAndAllOthersPassInBothDirections() throws Exception {
        var seen = new CompletableFuture<HttpServerRequest>();
        edge.does(request -> {
            seen.complete(request);
            request.response()
                    .putHeader("Keep-Alive", "timeout=5")
                    .putHeader("Set-Cookie", COOKIES)
                    .end("x");
        });
        try (var wire = new Wire(gateway)) {
            wire.send("""
                    GET / HTTP/1.1
                    Host: h
                    Connection: keep-alive, X-Private
                    X-Private: 1
                    Keep-Alive: timeout=5
                    TE: trailers
                    Cookie: a=1
                    Cookie: b=2
                    traceparent: 00-463ac35c9f6413ad48485a3953bb6124-a2fb4a1d1a96d312-01
                    x-b3-traceid: 463ac35c9f6413ad48485a3953bb6124
                    x-request-id: 7

                    """);
            var head = wire.readHead();
            assertThat(head).contains("set-cookie: a=1\n", "set-cookie: b=2\n").doesNotContain("keep-alive");
        }
        var headers = seen.get(10, SECONDS).headers();
        assertThat(headers.names()).doesNotContain("X-Private", "Keep-Alive", "TE", "Connection");
        assertThat(headers.getAll("Cookie")).containsExactly("a=1", "b=2");
        assertThat(headers.getAll("x-request-id")).containsExactly("7");
        assertThat(headers.getAll("x-b3-traceid")).containsExactly("463ac35c9f6413ad48485a3953bb6124");
        assertThat(headers.getAll("traceparent"))
                .containsExactly("00-463ac35c9f6413ad48485a3953bb6124-a2fb4a1d1a96d312-01");
    }

    @Test
    void givesARequestIdToARequestWithoutOne() {
        edge.does(request -> request.response().end(request.getHeader("x-request-id")));
        var first = given().get("/").then().statusCode(200).extract().asString();
        var second = given().get("/").then().statusCode(200).extract().asString();
        assertThat(first).hasSize(36).isNotEqualTo(second);
    }

    @Test
    void aHeadRequestKeepsTheLengthThatTheBodyWouldHave() throws Exception {
        edge.does(request ->
                request.response().putHeader("Content-Length", "1234").end());
        try (var wire = new Wire(gateway)) {
            wire.send("HEAD / HTTP/1.1\nHost: h\n\nHEAD /second HTTP/1.1\nHost: h\nConnection: close\n\n");
            assertThat(wire.readHead()).startsWith("http/1.1 200 ok\n").contains("content-length: 1234\n");
            assertThat(wire.readToTheEnd()).startsWith("HTTP/1.1 200 OK\n").endsWith("\n\n");
        }
    }

    @Test
    void aClientOfHttp10GetsItsAnswerUntilTheConnectionEnds() throws Exception {
        edge.does(request -> request.response().setChunked(true).end("old"));
        try (var wire = new Wire(gateway)) {
            wire.send("GET / HTTP/1.0\nHost: h\n\n");
            assertThat(wire.readToTheEnd()).startsWith("HTTP/1.0 200 OK\n").endsWith("\n\nold");
        }
    }

    @Test
    void anAnswerWithoutABodyStaysOne() throws Exception {
        edge.does(request -> request.response()
                .setStatusCode(request.path().equals("/304") ? 304 : 204)
                .putHeader("ETag", "\"1\"")
                .end());
        try (var wire = new Wire(gateway)) {
            wire.send("GET /304 HTTP/1.1\nHost: h\n\nGET /204 HTTP/1.1\nHost: h\nConnection: close\n\n");
            assertThat(wire.readHead())
                    .startsWith("http/1.1 304 not modified\n")
                    .contains("etag: \"1\"\n")
                    .doesNotContain("transfer-encoding");
            assertThat(wire.readToTheEnd())
                    .startsWith("HTTP/1.1 204 No Content\n")
                    .endsWith("\n\n");
        }
    }

    @Test
    void responseFlagsAreTakenOffAndTheBodyStaysAsItIs() {
        edge.does(request -> request.response()
                .setStatusCode(503)
                .putHeader("x-mesh-response-flags", "UH")
                .putHeader("Content-Type", "text/plain")
                .end("no healthy upstream"));
        var answer =
                given().header("Accept", "*/*").get("/").then().statusCode(503).body(equalTo("no healthy upstream"));
        assertThat(answer.extract().header("x-mesh-response-flags")).isNull();
    }

    @Test
    void whoAsksForAProblemDocumentGetsTheFlagsInWords() {
        edge.does(request -> request.response()
                .setStatusCode(503)
                .putHeader("x-mesh-response-flags", "UF,URX")
                .putHeader("Content-Type", "text/plain")
                .end("upstream connect error"));
        given().header("Accept", "application/json;q=0.5, application/problem+json")
                .get("/")
                .then()
                .statusCode(503)
                .header("Content-Type", equalTo("application/problem+json"))
                .body("status", equalTo(503))
                .body("title", equalTo("Service Unavailable"))
                .body(
                        "detail",
                        equalTo("no connection to the service could be made; the request failed in all its "
                                + "attempts, or had no more left"))
                .body("flags", equalTo(List.of("UF", "URX")));
    }

    @Test
    void anAnswerWithoutFlagsIsNeverReplaced() {
        edge.does(request -> request.response()
                .setStatusCode(404)
                .putHeader("x-mesh-response-flags", "-")
                .end("mine"));
        given().header("Accept", "application/problem+json")
                .get("/")
                .then()
                .statusCode(404)
                .body(equalTo("mine"));
    }

    @Test
    void anAnswerOfTheServiceItselfIsNeverReplaced() {
        edge.does(request -> request.response().setStatusCode(500).end("mine"));
        given().header("Accept", "application/problem+json")
                .get("/")
                .then()
                .statusCode(500)
                .body(equalTo("mine"));
    }

    @Test
    void anEdgeThatHangsUpBeforeItAnswersIsA502() {
        edge.does(request -> request.connection().close());
        given().get("/")
                .then()
                .statusCode(502)
                .body(equalTo("the gateway's proxy closed the connection before it answered\n"));
    }

    @Test
    void hundredRequestsAtATimeAreAllAnswered() {
        edge.does(request -> request.response().end(request.uri()));
        try (var client = HttpClient.newHttpClient()) {
            var answers = IntStream.range(0, 1000)
                    .mapToObj(i -> client.sendAsync(
                            HttpRequest.newBuilder(gateway.resolve("/" + i))
                                    .version(HttpClient.Version.HTTP_1_1)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString()))
                    .toList();
            for (var i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).join().body()).isEqualTo("/" + i);
            }
        }
    }

    @Test
    void healthIsOnTheManagementPortAndEveryPathBelongsToTheMesh() {
        edge.does(request -> request.response().end("mesh"));
        given().get(management.resolve("health/ready")).then().statusCode(200).body("status", equalTo("UP"));
        given().get("/q/health/ready").then().statusCode(200).body(equalTo("mesh"));
        given().get(management.resolve("metrics")).then().statusCode(200);
    }
}
