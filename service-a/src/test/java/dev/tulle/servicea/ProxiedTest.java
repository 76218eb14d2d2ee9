package dev.tulle.servicea;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ProxiedTest.ThroughASidecar.class)
@QuarkusTestResource(value = ProxiedTest.Sidecar.class, restrictToAnnotatedClass = true)
@SuppressWarnings("NullAway.Init") // Quarkus fills the fields in
final class ProxiedTest {
    /** Makes the test a run of its own, with the addresses of B and C that the walkthrough has. */
    public static final class ThroughASidecar implements QuarkusTestProfile {}

    /** An HTTP proxy, as a sidecar is one on its port 15007. */
    public static final class Sidecar implements QuarkusTestResourceLifecycleManager {
        private final Backend proxy = new Backend();

        @Override
        public Map<String, String> start() {
            return Map.of("quarkus.rest-client.proxy-address", proxy.address());
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(proxy, field -> field.getName().equals("proxy"));
        }

        @Override
        public void stop() {
            proxy.close();
        }
    }

    Backend proxy;

    @Test
    void callsGoToTheProxyInAbsoluteForm() {
        proxy.does(new Backend.Behaviour.Answers(200, "-"));
        given().get("/").then().statusCode(200).body(equalTo("Calling Service B-Hello from service A-"));
        assertThat(proxy.requests())
                .extracting(Backend.Request::target)
                .containsExactly("http://serviceb.serviceb:8081/", "http://servicec.servicec:8081/");
        assertThat(proxy.requests())
                .extracting(request -> request.headers().getFirst("Host"))
                .containsExactly("serviceb.serviceb:8081", "servicec.servicec:8081");
    }
}
