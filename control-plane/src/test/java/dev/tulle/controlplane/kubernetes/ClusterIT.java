package dev.tulle.controlplane.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.controlplane.identity.TokenReview;
import dev.tulle.controlplane.push.Receipt;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigSnapshot;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the API server that KUBECONFIG names; without one it fails. Everything it makes is in a namespace of its own. */
class ClusterIT {
    private static final long PATIENCE_SECONDS = 60;

    private final String namespace = "tulle-it-" + UUID.randomUUID().toString().substring(0, 8);
    private final LinkedBlockingQueue<ConfigSnapshot> snapshots = new LinkedBlockingQueue<>();
    private KubernetesClient client;

    private static final class Silence implements Notices {
        @Override
        public Map<String, String> rootConfigMap() {
            return Map.of();
        }

        @Override
        public String roots() {
            return "";
        }

        @Override
        public CompletableFuture<List<Receipt>> receipts(List<ConfigKey> keys) {
            return CompletableFuture.completedFuture(List.of());
        }
    }

    private record Place(String name, String namespace) implements KubernetesSettings {}

    @BeforeEach
    void makeNamespace() {
        assertThat(Optional.ofNullable(System.getenv("KUBECONFIG")))
                .as("KUBECONFIG must name a cluster")
                .isPresent();
        client = new KubernetesClientBuilder()
                .withKubernetesSerialization(ApiObjects.SERIALIZATION)
                .build();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterEach
    void removeNamespace() {
        client.namespaces().withName(namespace).delete();
        client.close();
    }

    /** The writer of this one is never started: it leaves the cluster alone. */
    private KubernetesSource source() {
        var writer = new Writer(client, new Place("it", namespace), new Silence());
        var source = new KubernetesSource(client, writer, (snapshot, problems, nanos) -> snapshots.add(snapshot));
        source.start();
        return source;
    }

    private ConfigSnapshot await(Predicate<ConfigSnapshot> wanted) throws InterruptedException {
        var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < until) {
            var snapshot = Optional.ofNullable(snapshots.poll(1, TimeUnit.SECONDS));
            if (snapshot.filter(wanted).isPresent()) {
                return snapshot.get();
            }
        }
        throw new AssertionError("no such snapshot came in " + PATIENCE_SECONDS + " s");
    }

    private ConfigKey key(String kind, String name) {
        return new ConfigKey("", kind, namespace, name);
    }

    @Test
    void objectsComeChangeAndGo() throws Exception {
        var source = source();
        try {
            await(snapshot ->
                    snapshot.find(new ConfigKey("", "Namespace", "", namespace)).isPresent());
            var service = new ServiceBuilder()
                    .withNewMetadata()
                    .withName("web")
                    .withNamespace(namespace)
                    .endMetadata()
                    .withNewSpec()
                    .addNewPort()
                    .withName("http")
                    .withPort(80)
                    .endPort()
                    .endSpec()
                    .build();
            client.resource(service).create();
            await(snapshot -> snapshot.find(key("Service", "web")).isPresent());
            client.services().inNamespace(namespace).withName("web").edit(found -> new ServiceBuilder(found)
                    .editMetadata()
                    .addToLabels("changed", "yes")
                    .endMetadata()
                    .build());
            await(snapshot -> snapshot.find(key("Service", "web"))
                    .filter(object -> object.labels().containsKey("changed"))
                    .isPresent());
            client.services().inNamespace(namespace).withName("web").delete();
            await(snapshot -> snapshot.find(key("Service", "web")).isEmpty());
        } finally {
            source.close();
        }
    }

    private void pod(String name, String label) {
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .addToLabels("istio", label)
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("app")
                        .withImage("never-pulled.invalid/app:1")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    private void secret(String name) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withType("Opaque")
                        .addToStringData("cert", name)
                        .build())
                .create();
    }

    @Test
    void ofSecretsOnlyThoseThatAGatewayNamesAreSeen() throws Exception {
        secret("named");
        secret("other");
        pod("gateway", namespace);
        client.resource("""
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: g, namespace: %1$s}
            spec:
              selector: {istio: %1$s}
              servers:
              - port: {number: 443, name: https, protocol: HTTPS}
                hosts: [example.com]
                tls: {mode: SIMPLE, credentialName: named}
            """.formatted(namespace)).create();
        var source = source();
        try {
            var snapshot = await(next -> next.find(key("Secret", "named")).isPresent());
            assertThat(snapshot.find(key("Secret", "other"))).isEmpty();

            client.pods()
                    .inNamespace(namespace)
                    .withName("gateway")
                    .withGracePeriod(0)
                    .delete();
            await(next -> next.find(key("Secret", "named")).isEmpty());
        } finally {
            source.close();
        }
    }

    @Test
    void replicasThatStartAtOnceShareOneCa() {
        var openings = List.of(
                CompletableFuture.supplyAsync(() -> new AuthoritySecret(client, namespace).open(Instant.now())),
                CompletableFuture.supplyAsync(() -> new AuthoritySecret(client, namespace).open(Instant.now())));

        assertThat(openings.get(0).join().rootPem())
                .isEqualTo(openings.get(1).join().rootPem());
    }

    private String token(String audience) {
        return client.serviceAccounts()
                .inNamespace(namespace)
                .withName("default")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences(audience)
                        .withNewBoundObjectRef()
                        .withApiVersion("v1")
                        .withKind("Pod")
                        .withName("client")
                        .endBoundObjectRef()
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    @Test
    void aTokenIsGoodForItsAudienceAndItsPod() throws Exception {
        client.serviceAccounts()
                .inNamespace(namespace)
                .withName("default")
                .waitUntilCondition(account -> account != null, PATIENCE_SECONDS, TimeUnit.SECONDS);
        pod("client", "client");
        var tokens = new ClusterTokens(client, InstantSource.system());

        assertThat(tokens.review(token("istio-ca")).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isEqualTo(new TokenReview.Accepted(namespace, "default", Optional.of("client")));
        assertThat(tokens.review(token("other")).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isInstanceOf(TokenReview.Refused.class);
    }
}
