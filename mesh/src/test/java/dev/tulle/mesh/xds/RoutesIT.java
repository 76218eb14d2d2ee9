package dev.tulle.mesh.xds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.envoy.EchoServer;
import dev.tulle.mesh.envoy.ProxyClient;
import dev.tulle.mesh.envoy.TestAuthority;
import dev.tulle.mesh.envoy.TestEnvoy;
import dev.tulle.mesh.model.Backend;
import dev.tulle.mesh.model.Fraction;
import dev.tulle.mesh.model.HeaderChanges;
import dev.tulle.mesh.model.HeaderChanges.Operations;
import dev.tulle.mesh.model.HeaderMatch;
import dev.tulle.mesh.model.HeaderMatch.Polarity;
import dev.tulle.mesh.model.MeshEndpoint.Transport;
import dev.tulle.mesh.model.MeshService;
import dev.tulle.mesh.model.RouteAction;
import dev.tulle.mesh.model.RouteAction.Forward;
import dev.tulle.mesh.model.RouteAction.Mirror;
import dev.tulle.mesh.model.RouteAction.Redirect;
import dev.tulle.mesh.model.RouteAction.Rewrite;
import dev.tulle.mesh.model.RouteMatch;
import dev.tulle.mesh.model.RouteMatch.PathCase;
import dev.tulle.mesh.model.RouteRetry;
import dev.tulle.mesh.model.RouteRule;
import dev.tulle.mesh.model.StringMatch;
import dev.tulle.mesh.model.Timeout;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which requests a rule takes and what it changes, seen by an application behind a real Envoy. */
@SuppressWarnings("try") // an Envoy may only have to be there
class RoutesIT {
    private static final String SIDECAR = "127.0.40.50";
    private static final String APPLICATION = "127.0.41.50";
    private static final String URL = "http://servicec.servicec:8081";
    private static final Backend SERVICE = Meshes.backend("servicec", Optional.empty());

    private EchoServer application;
    private EchoServer other;
    private ProxyClient client;

    @BeforeEach
    void start() {
        application = EchoServer.start(APPLICATION, "service C");
        other = EchoServer.start(APPLICATION, "other");
        client = new ProxyClient(SIDECAR);
    }

    @AfterEach
    void stop() {
        client.close();
        application.close();
        other.close();
    }

    @Test
    void pathsAreComparedAsWritten() {
        try (var ignored = envoy(
                answering("exact", path(new StringMatch.Exact("/one"), PathCase.SENSITIVE)),
                answering("any case", path(new StringMatch.Exact("/TWO"), PathCase.IGNORED)),
                answering("regex", path(new StringMatch.Regex("/v[0-9]+/.*"), PathCase.IGNORED)),
                answering("prefix", path(new StringMatch.Prefix("/three"), PathCase.SENSITIVE)))) {
            assertThat(body("/one")).isEqualTo("exact");
            assertThat(body("/one?query")).isEqualTo("exact");
            assertThat(status("/One")).isEqualTo(404);
            assertThat(body("/two")).isEqualTo("any case");
            assertThat(body("/V12/x")).isEqualTo("regex");
            assertThat(status("/x/v1/x")).isEqualTo(404);
            assertThat(body("/three/and/more")).isEqualTo("prefix");
        }
    }

    @Test
    void headersAreComparedAsWritten() {
        try (var ignored = envoy(
                answering("with", header("x-user", new StringMatch.Exact("jason"), Polarity.WITH)),
                answering("present", header("x-any", new StringMatch.Present(), Polarity.WITH)),
                answering("without", header("x-user", new StringMatch.Prefix("blocked"), Polarity.WITHOUT)))) {
            assertThat(body("/", "x-user", "jason")).isEqualTo("with");
            assertThat(body("/", "x-any", "1")).isEqualTo("present");
            assertThat(body("/", "x-user", "someone")).isEqualTo("without");
            assertThat(body("/")).isEqualTo("without");
            assertThat(client.send(request("/", "x-user", "blocked-1")).statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void anAbsentHeaderIsWithoutIt() {
        try (var ignored = envoy(answering("absent", header("x-any", new StringMatch.Present(), Polarity.WITHOUT)))) {
            assertThat(body("/")).isEqualTo("absent");
            assertThat(client.send(request("/", "x-any", "1")).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void methodsAndQueriesAreComparedAsWritten() {
        var post = new RouteMatch(
                Optional.empty(),
                PathCase.SENSITIVE,
                Optional.of(new StringMatch.Exact("http")),
                Optional.of(new StringMatch.Exact("POST")),
                Optional.of(new StringMatch.Prefix("servicec")),
                List.of(),
                List.of());
        var query = new RouteMatch(
                Optional.empty(),
                PathCase.SENSITIVE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(new HeaderMatch("beta", new StringMatch.Regex("[0-9]+"), Polarity.WITH)));
        try (var ignored = envoy(answering("post", post), answering("query", query))) {
            assertThat(client.send(HttpRequest.newBuilder(URI.create(URL + "/")).POST(BodyPublishers.ofString("x")))
                            .body())
                    .isEqualTo("post");
            assertThat(body("/?beta=12")).isEqualTo("query");
            assertThat(status("/?beta=x")).isEqualTo(404);
        }
    }

    @Test
    void aRewriteAndHeaderChangesReachTheApplication() {
        var request = new Operations(
                new TreeMap<>(Map.of("x-set", "100% literal")),
                new TreeMap<>(Map.of("x-add", "two")),
                List.of("x-gone"));
        var response = new Operations(new TreeMap<>(Map.of("x-answer", "yes")), new TreeMap<>(), List.of());
        var forward = new Forward(
                List.of(Meshes.share(SERVICE, 1)),
                new Timeout.Unset(),
                new RouteRetry.Default(),
                new Rewrite(Optional.of("/new"), Optional.of("c.example.com")),
                List.of());
        var rule = withHeaders(
                Meshes.rule("0", path(new StringMatch.Prefix("/old"), PathCase.SENSITIVE), forward),
                new HeaderChanges(request, response));
        try (var ignored = envoy(rule)) {
            var answer = client.send(HttpRequest.newBuilder(URI.create(URL + "/old/path?q=1"))
                    .header("x-set", "before")
                    .header("x-add", "one")
                    .header("x-gone", "1"));

            assertThat(application.lastPath()).isEqualTo("/new/path?q=1");
            var seen = application.lastHeaders();
            assertThat(seen.getFirst("Host")).isEqualTo("c.example.com");
            assertThat(seen.get("X-set")).containsExactly("100% literal");
            assertThat(seen.get("X-add")).containsExactly("one", "two");
            assertThat(seen.containsKey("X-gone")).isFalse();
            assertThat(answer.headers().firstValue("x-answer")).hasValue("yes");
        }
    }

    @Test
    void aRedirectNamesWhatIsWritten() {
        var redirect = new Redirect(
                Optional.of("/there"), Optional.of("www.example.com"), Optional.of("https"), OptionalInt.of(8443), 308);
        try (var ignored = envoy(Meshes.rule("0", redirect))) {
            var answer = client.get(URL + "/here");

            assertThat(answer.statusCode()).isEqualTo(308);
            assertThat(answer.headers().firstValue("location")).hasValue("https://www.example.com:8443/there");
        }
    }

    @Test
    void aMirrorGetsACopyAndItsAnswerIsIgnored() {
        other.behave(() -> 500);
        var forward = new Forward(
                List.of(Meshes.share(Meshes.backend("servicec", Optional.of("v1")), 1)),
                new Timeout.Unset(),
                new RouteRetry.Default(),
                Rewrite.NONE,
                List.of(new Mirror(Meshes.backend("servicec", Optional.of("v2")), Fraction.ALL)));
        try (var ignored = envoy(Meshes.rule("0", forward))) {
            assertThat(client.get(URL + "/").statusCode()).isEqualTo(200);
            TestEnvoy.waitFor(() -> other.requests() == 1);
            assertThat(application.requests()).isEqualTo(1);
        }
    }

    @Test
    void theFirstRuleThatMatchesTakesTheRequest() {
        try (var ignored = envoy(answering("first", RouteMatch.ANY), answering("second", RouteMatch.ANY))) {
            assertThat(body("/")).isEqualTo("first");
        }
    }

    private String body(String path) {
        return client.get(URL + path).body();
    }

    private String body(String path, String header, String value) {
        return client.send(request(path, header, value)).body();
    }

    private int status(String path) {
        return client.get(URL + path).statusCode();
    }

    private static HttpRequest.Builder request(String path, String header, String value) {
        return HttpRequest.newBuilder(URI.create(URL + path)).header(header, value);
    }

    private static RouteRule answering(String body, RouteMatch match) {
        return Meshes.rule(body, match, new RouteAction.DirectResponse(200, Optional.of(body)));
    }

    private static RouteMatch path(StringMatch path, PathCase pathCase) {
        return new RouteMatch(
                Optional.of(path),
                pathCase,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
    }

    private static RouteMatch header(String name, StringMatch value, Polarity polarity) {
        return new RouteMatch(
                Optional.empty(),
                PathCase.SENSITIVE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(new HeaderMatch(name, value, polarity)),
                List.of());
    }

    private static RouteRule withHeaders(RouteRule rule, HeaderChanges headers) {
        return new RouteRule(
                rule.name(),
                rule.source(),
                rule.generation(),
                rule.origin(),
                rule.matches(),
                rule.action(),
                headers,
                rule.fault());
    }

    private TestEnvoy envoy(RouteRule... rules) {
        MeshService service = Meshes.withSubsets(
                Meshes.service(
                        "servicec",
                        List.of(
                                Meshes.endpoint(APPLICATION, application.port(), "servicec", "v1", Transport.PLAINTEXT),
                                Meshes.endpoint(APPLICATION, other.port(), "servicec", "v2", Transport.PLAINTEXT))),
                "v1",
                "v2");
        if (rules.length == 1
                && rules[0].action() instanceof Forward forward
                && forward.mirrors().isEmpty()) {
            service = Meshes.service(
                    "servicec",
                    List.of(Meshes.endpoint(APPLICATION, application.port(), "servicec", "v1", Transport.PLAINTEXT)));
        }
        var sidecar = Meshes.sidecar("servicea", SIDECAR, APPLICATION, 8081);
        var model = Meshes.mesh(List.of(Meshes.withRules(service, rules)), List.of(sidecar));
        return TestEnvoy.start(
                sidecar,
                MeshResources.build(model).forProxy(sidecar.key()),
                new TestAuthority().secrets(sidecar.identity()));
    }
}
