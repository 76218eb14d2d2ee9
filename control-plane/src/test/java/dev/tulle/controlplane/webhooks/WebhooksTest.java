package dev.tulle.controlplane.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.controlplane.identity.AuthorityFiles;
import dev.tulle.controlplane.identity.CertificateAuthority;
import dev.tulle.mesh.config.ConfigSnapshot;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A real HTTPS client asks the webhooks what the API server would. */
class WebhooksTest {
    private static final String NAME = "istiod.istio-system.svc";
    private static final Duration DAY = Duration.ofDays(1);

    private final Path directory;
    private final Vertx vertx = Vertx.vertx();
    private volatile CertificateAuthority authority;
    private volatile ConfigSnapshot snapshot = ConfigSnapshot.EMPTY;
    private final Path injectConfig;
    private final WebhookServer server;

    WebhooksTest(@TempDir Path directory) {
        this.directory = directory;
        this.injectConfig = directory.resolve("config");
        authority = new AuthorityFiles(directory.resolve("ca")).open(Instant.now());
        server = new WebhookServer(
                vertx,
                new Settings(injectConfig),
                new WebhookServer.Sources(() -> authority, () -> snapshot),
                NAME,
                "cluster.local");
        server.start();
    }

    private record Settings(Path injectConfig) implements WebhookSettings {
        @Override
        public String host() {
            return "127.0.0.1";
        }

        @Override
        public int port() {
            return 0;
        }

        @Override
        public Duration certificateLife() {
            return DAY;
        }
    }

    private record Answer(int status, String body) {}

    @AfterEach
    void stop() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @TestFactory
    Stream<DynamicTest> reviews() {
        return AdmissionCase.all().stream().map(each -> DynamicTest.dynamicTest(each.name(), () -> review(each)));
    }

    private void review(AdmissionCase each) {
        snapshot = each.snapshot();
        var answer = post("/" + each.webhook() + "?timeout=10s", each.in());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var out = AdmissionCase.inClear(answer.body());
        if (Boolean.getBoolean("golden.rewrite")) {
            each.rewrite(out);
        }
        assertThat(out).isEqualTo(each.out());
        assertThat(post("/" + each.webhook(), each.in()).body())
                .as("asked again")
                .isEqualTo(answer.body());
    }

    @Test
    void settingsAreReadWhenTheirFileChanges() throws Exception {
        var pod = AdmissionCase.all().getFirst().in();
        Files.writeString(injectConfig, "proxyImage: example.org/proxy:1\n");
        assertThat(AdmissionCase.inClear(post("/inject", pod).body())).contains("example.org/proxy:1");

        Files.writeString(injectConfig, "proxyImage: example.org/proxy:2\n");
        assertThat(AdmissionCase.inClear(post("/inject", pod).body())).contains("example.org/proxy:2");

        Files.writeString(injectConfig, "proxyImag: example.org/proxy:3\n");
        assertThat(AdmissionCase.inClear(post("/inject", pod).body())).contains("example.org/proxy:2");
    }

    @Test
    void whatIsNoReviewIsRefusedInWords() {
        assertThat(post("/inject", "{}"))
                .isEqualTo(new Answer(400, "apiVersion is \"\", expected admission.k8s.io/v1\n"));
        assertThat(post("/inject", "[1]").status()).isEqualTo(400);
        assertThat(post("/validate", "{\"apiVersion\":\"admission.k8s.io/v1\",\"request\":7}")
                        .status())
                .isEqualTo(400);
        assertThat(post("/elsewhere", "{}").status()).isEqualTo(404);
        assertThat(post("/inject", " ".repeat(9 * 1024 * 1024)).status()).isEqualTo(413);
    }

    @Test
    void aClientThatTrustsAnotherRootIsNotServed() {
        var other = new AuthorityFiles(directory.resolve("other")).open(Instant.now());
        assertThatThrownBy(() -> ask(other.rootPem(), NAME, "/inject", "{}")).isInstanceOf(CompletionException.class);
        assertThatThrownBy(() -> ask(authority.rootPem(), "istiod.elsewhere.svc", "/inject", "{}"))
                .isInstanceOf(CompletionException.class);
    }

    @Test
    void aNewAuthorityIsServedWithoutARestart() {
        assertThat(post("/inject", "{}").status()).isEqualTo(400);
        authority = new AuthorityFiles(directory.resolve("next")).open(Instant.now());
        assertThat(post("/inject", "{}").status()).isEqualTo(400);
    }

    @Test
    void aCertificateIsReplacedBeforeHalfOfItsLife() {
        var start = Instant.parse("2026-01-01T00:00:00Z");
        var now = new AtomicReference<>(start);
        var old = new AuthorityFiles(directory.resolve("old")).open(start);
        var key = new ServingKey(() -> old, NAME, DAY, now::get);
        var first = key.getCertificateChain("")[0];

        now.set(start.plus(DAY.dividedBy(3)));
        assertThat(key.getCertificateChain("")[0]).isEqualTo(first);
        now.set(start.plus(DAY.multipliedBy(2).dividedBy(5)));
        var second = key.getCertificateChain("")[0];
        assertThat(second).isNotEqualTo(first);
        assertThat(second.getNotAfter().toInstant()).isAfter(first.getNotAfter().toInstant());
    }

    private Answer post(String path, String body) {
        return ask(authority.rootPem(), NAME, path, body);
    }

    private Answer ask(String root, String name, String path, String body) {
        var client = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setVerifyHost(true)
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(root))));
        try {
            var options = new RequestOptions()
                    .setMethod(HttpMethod.POST)
                    .setServer(SocketAddress.inetSocketAddress(server.port(), "127.0.0.1"))
                    .setHost(name)
                    .setPort(443)
                    .setURI(path)
                    .putHeader("content-type", "application/json");
            return client.request(options)
                    .compose(request -> request.send(body))
                    .compose(response -> response.body()
                            .map(text -> new Answer(response.statusCode(), text.toString()))
                            .recover(failure -> Future.succeededFuture(new Answer(response.statusCode(), ""))))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } finally {
            client.close();
        }
    }

    /** As the API server itself reads the answer. */
    @Test
    void theAnswerRepeatsTheUid() {
        var answer = new JsonObject(
                post("/validate", AdmissionCase.all().getLast().in()).body());
        assertThat(answer.getJsonObject("response").getString("uid")).isNotEmpty();
    }
}
