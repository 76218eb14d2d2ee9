package dev.tulle.servicea;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = Backends.class, restrictToAnnotatedClass = true)
@SuppressWarnings("NullAway.Init") // Quarkus fills the fields in
final class ServiceATest {
    private static final String WHOLE = "Calling Service BHello from service BHello from service AHello from service C";
    private static final Map<String, String> TRACE = Map.of(
            "x-request-id", "0a1b2c3d-0000-4000-8000-000000000001",
            "x-b3-traceid", "463ac35c9f6413ad48485a3953bb6124",
            "x-b3-spanid", "a2fb4a1d1a96d312",
            "x-b3-parentspanid", "0020000000000001",
            "x-b3-sampled", "1",
            "x-b3-flags", "0",
            "x-ot-span-context", "opaque",
            "traceparent", "00-463ac35c9f6413ad48485a3953bb6124-a2fb4a1d1a96d312-01",
            "tracestate", "vendor=1");

    Backend b;
    Backend c;

    @Test
    void answersWithTextWhateverTheAcceptHeaderAsksFor() {
        given().header("Accept", "application/json")
                .get("/")
                .then()
                .statusCode(200)
                .header("Content-Type", equalTo("text/plain;charset=UTF-8"))
                .body(equalTo(WHOLE));
    }

    @TestHTTPResource("/")
    URI address;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    @BeforeEach
    void everythingAnswers() {
        b.does(new Backend.Behaviour.Answers(200, "Hello from service B"));
        c.does(new Backend.Behaviour.Answers(200, "Hello from service C"));
    }

    @Test
    void answersWithBothGreetingsAroundItsOwn() {
        given().get("/").then().statusCode(200).body(equalTo(WHOLE));
    }

    @Test
    void answersOnAnyPath() {
        given().get("/any/path").then().statusCode(200).body(equalTo(WHOLE));
        given().get("/q/anything?x=1").then().statusCode(200).body(equalTo(WHOLE));
        assertThat(b.requests()).extracting(Backend.Request::target).containsExactly("/", "/");
    }

    @Test
    void handsTheTraceHeadersOnUnchangedToBothCalls() {
        given().headers(TRACE).header("x-private", "stays").get("/").then().statusCode(200);
        for (var backend : new Backend[] {b, c}) {
            var headers = backend.requests().getFirst().headers();
            TRACE.forEach(
                    (name, value) -> assertThat(headers.get(name)).as(name).containsExactly(value));
            assertThat(headers.get("x-private")).isNull();
        }
    }

    @Test
    void makesNoTraceHeaderOfItsOwn() {
        given().get("/").then().statusCode(200);
        assertThat(b.requests().getFirst().headers().keySet())
                .noneMatch(name -> TRACE.containsKey(name.toLowerCase(Locale.ROOT)));
    }

    @Test
    void answers200WhateverStatusTheCallsHave() {
        b.does(new Backend.Behaviour.Answers(503, "no healthy upstream"));
        c.does(new Backend.Behaviour.Answers(400, "fault filter abort"));
        given().get("/")
                .then()
                .statusCode(200)
                .body(equalTo("Calling Service Bno healthy upstreamHello from service Afault filter abort"));
    }

    @Test
    void anEmptyAnswerIsAnEmptyPartOfTheText() {
        c.does(new Backend.Behaviour.Answers(204, ""));
        given().get("/")
                .then()
                .statusCode(200)
                .body(equalTo("Calling Service BHello from service BHello from service A"));
    }

    @Test
    void closesTheConnectionWhenACallHasNoAnswer() {
        c.does(new Backend.Behaviour.HangsUp());
        assertThatThrownBy(() -> address.toURL().openStream().readAllBytes()).isInstanceOf(IOException.class);
        given().get(ready).then().statusCode(200);
    }
}
