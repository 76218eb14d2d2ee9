package dev.tulle.cli.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.client.Receipt;
import dev.tulle.cli.client.Wanted;
import dev.tulle.cli.documents.Put;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mesh of a cluster, whose API server and control plane answer from this test. */
class ClusterMeshTest {
    private static final String RULES = "/apis/networking.istio.io/v1/namespaces/servicec/virtualservices";

    private final Path directory;
    private final FakeCluster cluster = new FakeCluster();
    private final ClusterMesh mesh;

    ClusterMeshTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        mesh = cluster.mesh(directory);
    }

    @AfterEach
    void close() {
        mesh.close();
        cluster.close();
    }

    @Test
    void anObjectIsAppliedByServerSideApplyWithStrictChecks() throws Exception {
        var put = mesh.put(rule("servicec"), Put.Mode.WRITE);

        assertThat(put).isInstanceOfSatisfying(Put.Stored.class, stored -> {
            assertThat(stored.change()).isEqualTo(Put.Change.CREATED);
            assertThat(stored.object().generation()).isEqualTo(1);
        });
        assertThat(cluster.asked)
                .contains("PATCH " + RULES + "/route?fieldManager=tulle&force=true&fieldValidation=Strict");
        assertThat(change(mesh.put(rule("servicec"), Put.Mode.WRITE))).isEqualTo(Put.Change.NONE);
        assertThat(change(mesh.put(rule("other"), Put.Mode.WRITE))).isEqualTo(Put.Change.CHANGED);
    }

    @Test
    void whatTheServerAddedIsNotSentBack() throws Exception {
        mesh.put(rule("servicec"), Put.Mode.WRITE);
        var back =
                mesh.find("vs", Optional.of("route"), Optional.of("servicec")).getFirst();

        mesh.put(back, Put.Mode.WRITE);

        assertThat(cluster.stored(RULES + "/route")
                        .path("metadata")
                        .path("resourceVersion")
                        .asText())
                .isEqualTo("1");
    }

    @Test
    void aDryRunWritesNothing() throws Exception {
        mesh.put(rule("servicec"), Put.Mode.DRY_RUN);

        assertThat(cluster.stored(RULES + "/route").isMissingNode()).isTrue();
        assertThat(cluster.asked).anyMatch(question -> question.endsWith("&dryRun=All"));
    }

    @Test
    void whatTheServerRefusesIsSaidInItsWords() throws Exception {
        var bad = object("{apiVersion: networking.istio.io/v1, kind: VirtualService,"
                + " metadata: {name: bad, namespace: servicec}, spec: {falut: 1}}");

        assertThat(mesh.put(bad, Put.Mode.WRITE))
                .isInstanceOfSatisfying(Put.Refused.class, refused -> assertThat(refused.reason())
                        .contains(".spec.falut"));
    }

    @Test
    void aKindThatTheClusterHasNotIsRefusedWithWhatItHas() throws Exception {
        var policy = object("{apiVersion: security.istio.io/v1, kind: PeerAuthentication,"
                + " metadata: {name: some, namespace: there}}");
        var old = object("{apiVersion: networking.istio.io/v1beta1, kind: VirtualService,"
                + " metadata: {name: some, namespace: there}}");

        assertThat(reason(mesh.put(policy, Put.Mode.WRITE)))
                .isEqualTo("the cluster knows no PeerAuthentication in security.istio.io/v1:"
                        + " `make deploy` installs the mesh's CustomResourceDefinitions");
        assertThat(reason(mesh.put(old, Put.Mode.WRITE)))
                .isEqualTo("the cluster serves no VirtualService in networking.istio.io/v1beta1,"
                        + " expected apiVersion networking.istio.io/v1");
    }

    @Test
    void kindsAreFoundByEveryNameOfTheirs() throws Exception {
        mesh.put(rule("servicec"), Put.Mode.WRITE);

        for (var name :
                new String[] {"vs", "virtualservice", "VirtualServices", "virtualservice.networking.istio.io", "all"}) {
            assertThat(mesh.find(name, Optional.empty(), Optional.empty()))
                    .as(name)
                    .singleElement()
                    .satisfies(object -> assertThat(object.key()).hasToString("VirtualService servicec/route"));
        }
        assertThatThrownBy(() -> mesh.find("frob", Optional.empty(), Optional.empty()))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("the cluster knows no kind frob");
    }

    @Test
    void aCoreKindHidesOthersOfItsName() throws Exception {
        mesh.find("services", Optional.empty(), Optional.of("a"));

        assertThat(cluster.asked).contains("GET /api/v1/namespaces/a/services");
        assertThat(cluster.asked).noneMatch(question -> question.contains("serving.example.com/v1"));
    }

    @Test
    void receiptsAreAddedUpOverTheReadyReplicas() throws Exception {
        cluster.addReplica(receipt("live", 3, 3, ""));
        cluster.addReplica(receipt("live", 4, 4, ""));
        cluster.addPod("istiod-2", "False");

        var receipt = mesh.receipt(rule("servicec").key(), Wanted.of(rule("servicec")), Duration.ZERO);

        assertThat(receipt.words()).isEqualTo("live on 7 of 7 proxies in 14 ms");
        assertThat(cluster.forwarded).containsExactlyInAnyOrder("istiod-0:15014", "istiod-1:15014");
    }

    @Test
    void aReplicaThatHasNotSeenTheObjectKeepsItFromBeingLive() throws Exception {
        cluster.addReplica(receipt("live", 3, 3, ""));
        cluster.addReplica(receipt("unknown", 0, 0, "the object was not seen"));

        assertThat(mesh.receipt(rule("servicec").key(), Wanted.of(rule("servicec")), Duration.ZERO)
                        .reach()
                        .state())
                .isEqualTo(Receipt.State.UNKNOWN);
    }

    @Test
    void aReplicaThatHasNeverSeenADeletedObjectIsNoObstacle() throws Exception {
        cluster.addReplica(receipt("deleted", 0, 0, ""));
        cluster.addReplica(receipt("unknown", 0, 0, "the object was not seen"));

        assertThat(mesh.receipt(rule("servicec").key(), Wanted.GONE, Duration.ZERO)
                        .reach()
                        .state())
                .isEqualTo(Receipt.State.DELETED);
    }

    @Test
    void withoutAReadyControlPlaneThatIsSaid() {
        cluster.addPod("istiod-0", "False");

        assertThatThrownBy(mesh::version)
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("no ready istiod pod in namespace istio-system of context fake")
                .hasMessageContaining("(1 not ready)");
    }

    @Test
    void whatIsForbiddenIsSaidWithVerbAndResource() {
        cluster.forbids("/api/v1/namespaces/istio-system/pods");

        assertThatThrownBy(mesh::version)
                .isInstanceOf(CommandFailure.class)
                .hasMessage(
                        "forbidden: pods is forbidden: User \"me\" cannot list resource \"pods\" in API group \"\"");
    }

    @Test
    void aClusterThatDoesNotAnswerIsSaidWithItsAddress() {
        cluster.close();

        assertThatThrownBy(mesh::version)
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("no cluster answers at context fake (http://127.0.0.1:");
    }

    @Test
    void proxiesOfAllReplicasAreOneList() throws Exception {
        cluster.addReplica("[{\"proxy\":\"b.y\"}]");
        cluster.addReplica("[{\"proxy\":\"a.x\"}]");

        assertThat(mesh.proxies())
                .extracting(proxy -> proxy.path("proxy").asText() + " "
                        + proxy.path("istiod").asText())
                .containsExactly("a.x istiod-1", "b.y istiod-0");
    }

    @Test
    void aProxyIsFoundByPodAndByWorkload() throws Exception {
        cluster.addReplica("{}");
        cluster.has("/api/v1/namespaces/a/pods/web-5d4f-0", """
                {"metadata":{"name":"web-5d4f-0","namespace":"a","labels":{"pod-template-hash":"5d4f"},
                  "ownerReferences":[{"kind":"ReplicaSet","name":"web-5d4f"}]},
                 "spec":{"initContainers":[{"name":"istio-proxy"}],"containers":[]},"status":{"phase":"Running"}}""");

        for (var name : new String[] {"web", "web.a", "deploy/web", "web-5d4f-0", "web-5d4f-0.a", "a/web-5d4f-0"}) {
            assertThat(mesh.proxy(name, Optional.empty()).url()).as(name).startsWith("http://127.0.0.1:");
        }
        assertThat(cluster.forwarded).hasSize(6).containsOnly("web-5d4f-0:15000");
        assertThatThrownBy(() -> mesh.proxy("istiod-0", Optional.empty()))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("no proxy istiod-0, expected WORKLOAD.NAMESPACE, one of: web.a");
    }

    @Test
    void aPageIsThePodBehindItsService() throws Exception {
        cluster.addReplica("{}");
        cluster.has("/api/v1/namespaces/istio-system/services/zipkin", """
                {"metadata":{"name":"zipkin"},
                 "spec":{"selector":{"app":"istiod"},"ports":[{"port":80,"targetPort":9411}]}}""");

        assertThat(mesh.page("zipkin", 0).url()).endsWith("/zipkin/");
        assertThat(cluster.forwarded).containsExactly("istiod-0:9411");
        assertThat(mesh.pages()).extracting(page -> page.part()).containsExactly("controlplane", "zipkin");
        assertThatThrownBy(() -> mesh.page("grafana", 0))
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("namespace istio-system has no service grafana");
    }

    @Test
    void theDefaultNamespaceIsTheContexts() {
        assertThat(mesh.defaultNamespace()).isEqualTo("mine");
    }

    @Test
    void aContextThatIsNotThereIsSaidWithThoseThatAre() {
        var kubeconfig = directory.resolve("kubeconfig");

        assertThatThrownBy(() -> Kubeconfig.load(Optional.of(kubeconfig), Optional.of("prod")))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("the kubeconfig has no context prod, expected one of: fake");
        assertThatThrownBy(() -> Kubeconfig.load(Optional.of(directory.resolve("gone")), Optional.empty()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("gone does not exist");
    }

    @Test
    void aDocumentOfTheMeshIsCheckedAgainstWhatTheClusterHas() throws Exception {
        cluster.has("/api/v1/namespaces/servicec/services/servicec", """
                {"metadata":{"name":"servicec","namespace":"servicec"},
                 "spec":{"ports":[{"name":"http","port":80}],"selector":{"app":"servicec"}}}""");

        assertThat(mesh.check(parsed("servicec")).hasFailures()).isFalse();
        assertThat(mesh.check(parsed("nowhere")).hasFailures()).isTrue();
        assertThat(Files.exists(directory)).isTrue();
    }

    private static Put.Change change(Put put) {
        return ((Put.Stored) put).change();
    }

    private static String reason(Put put) {
        return ((Put.Refused) put).reason();
    }

    private static ConfigObject rule(String destination) {
        return parsed(destination).objects().getFirst();
    }

    private static ConfigParser.Parsed parsed(String destination) {
        return parse("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: route, namespace: servicec}
                spec:
                  hosts: [servicec]
                  http: [{route: [{destination: {host: %s}}]}]
                """.formatted(destination));
    }

    private static ConfigObject object(String yaml) {
        return parse(yaml).objects().getFirst();
    }

    private static ConfigParser.Parsed parse(String yaml) {
        return ConfigParser.parse("test.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static String receipt(String state, int live, int of, String reason) {
        return """
                {"object":{"name":"route"},"generation":1,"state":"%s","live":%d,"of":%d,"millis":14,"reason":"%s",
                 "nacks":[],"problems":[]}""".formatted(state, live, of, reason);
    }
}
