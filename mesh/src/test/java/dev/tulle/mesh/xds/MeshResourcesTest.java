package dev.tulle.mesh.xds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.model.Backend;
import dev.tulle.mesh.model.CaptureMode;
import dev.tulle.mesh.model.MeshEndpoint;
import dev.tulle.mesh.model.MeshEndpoint.Transport;
import dev.tulle.mesh.model.MeshModel;
import dev.tulle.mesh.model.MeshService;
import dev.tulle.mesh.model.MeshServicePort;
import dev.tulle.mesh.model.Protocol;
import dev.tulle.mesh.model.ServiceAddress;
import dev.tulle.mesh.model.Workload;
import dev.tulle.mesh.model.WorkloadKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MeshResourcesTest {
    private static final Workload A = Meshes.sidecar("servicea", "127.0.1.10", "127.0.2.10", 8081);
    private static final Workload C = Meshes.sidecar("servicec", "127.0.1.12", "127.0.2.12", 8081);
    private static final Workload GATEWAY = Meshes.gateway("127.0.1.13", "127.0.2.13", OptionalInt.of(8080));
    private static final String HOST = "http_proxy/servicec.servicec.svc.cluster.local:8081";

    @Test
    void theSameModelGivesTheSameBytes() {
        var one = MeshResources.build(mesh(serviceC("127.0.1.12"))).forProxy(A.key());
        var other = MeshResources.build(mesh(serviceC("127.0.1.12"))).forProxy(A.key());

        for (var type : ResourceType.values()) {
            assertThat(one.of(type)).isEqualTo(other.of(type));
        }
    }

    @Test
    void proxiesShareWhatIsNotTheirOwn() {
        var resources = MeshResources.build(mesh(serviceC("127.0.1.12")));

        var ofA = resources.forProxy(A.key());
        var ofGateway = resources.forProxy(GATEWAY.key());
        assertThat(ofA.of(ResourceType.ENDPOINT)).isSameAs(ofGateway.of(ResourceType.ENDPOINT));
        var cluster = "outbound|8081||servicec.servicec.svc.cluster.local";
        assertThat(ofA.of(ResourceType.CLUSTER).get(cluster))
                .isSameAs(ofGateway.of(ResourceType.CLUSTER).get(cluster));
    }

    @Test
    void anUnchangedModelKeepsEverySet() {
        var first = MeshResources.build(mesh(serviceC("127.0.1.12")));
        var set = first.forProxy(A.key());

        var second = MeshResources.build(mesh(serviceC("127.0.1.12")), first);
        assertThat(second.forProxy(A.key())).isSameAs(set);
        var third = MeshResources.build(mesh(serviceC("127.0.1.12")), second);
        assertThat(third.forProxy(A.key())).isSameAs(set);
    }

    @Test
    void anEndpointChangesOnlyEndpoints() {
        var first = MeshResources.build(mesh(serviceC("127.0.1.12")));
        var before = first.forProxy(A.key());

        var after = MeshResources.build(mesh(serviceC("127.0.1.99")), first).forProxy(A.key());
        assertThat(after.of(ResourceType.ENDPOINT)).isNotEqualTo(before.of(ResourceType.ENDPOINT));
        assertThat(after.of(ResourceType.VIRTUAL_HOST)).isSameAs(before.of(ResourceType.VIRTUAL_HOST));
        assertThat(after.of(ResourceType.CLUSTER)).isSameAs(before.of(ResourceType.CLUSTER));
        assertThat(after.of(ResourceType.LISTENER)).isSameAs(before.of(ResourceType.LISTENER));
        assertThat(after.of(ResourceType.ROUTE)).isSameAs(before.of(ResourceType.ROUTE));
    }

    @Test
    void aRuleChangesOneVirtualHostAndNamesItsSource() {
        var first = MeshResources.build(mesh(serviceC("127.0.1.12")));
        var before = first.forProxy(A.key());
        var rule = Meshes.rule("0", Meshes.forward(Meshes.share(Meshes.backend("servicec", Optional.empty()), 1)));

        var after = MeshResources.build(mesh(Meshes.withRules(serviceC("127.0.1.12"), rule)), first)
                .forProxy(A.key());
        assertThat(after.of(ResourceType.CLUSTER)).isEqualTo(before.of(ResourceType.CLUSTER));
        assertThat(after.of(ResourceType.VIRTUAL_HOST))
                .isNotEqualTo(before.of(ResourceType.VIRTUAL_HOST))
                .hasEntrySatisfying(HOST, host -> assertThat(host.sources())
                        .containsExactly(
                                new ConfigKey("", "Service", "servicec", "servicec"),
                                new ConfigKey("networking.istio.io", "VirtualService", "servicec", "servicec-route")));
    }

    @Test
    void aCanaryStepIsSmall() {
        var rule = Meshes.rule(
                "0",
                Meshes.forward(
                        Meshes.share(Meshes.backend("servicec", Optional.of("v2")), 25),
                        Meshes.share(Meshes.backend("servicec", Optional.of("v1")), 75)));
        var service = Meshes.withRules(Meshes.withSubsets(serviceC("127.0.1.12"), "v1", "v2"), rule, rule, rule);

        var set = MeshResources.build(mesh(service)).forProxy(A.key());
        assertThat(set.of(ResourceType.VIRTUAL_HOST))
                .hasEntrySatisfying(
                        HOST, host -> assertThat(host.value().size()).isLessThan(2048));
    }

    @Test
    void aBackendThatDoesNotExistHasAClusterAsLongAsARuleNamesIt() {
        var wanted = "servicec.servicec.svc.cluster.local:8081 subset v3";
        var rule = Meshes.rule("0", Meshes.forward(Meshes.share(new Backend.Invalid(wanted), 1)));
        var first = MeshResources.build(mesh(Meshes.withRules(serviceC("127.0.1.12"), rule)));
        var before = first.forProxy(A.key());
        assertThat(before.of(ResourceType.CLUSTER)).containsKey("invalid|" + wanted);

        var same = MeshResources.build(mesh(Meshes.withRules(serviceC("127.0.1.12"), rule)), first);
        assertThat(same.forProxy(A.key())).isSameAs(before);
        var after = MeshResources.build(mesh(serviceC("127.0.1.12")), same);
        assertThat(after.forProxy(A.key()).of(ResourceType.CLUSTER)).doesNotContainKey("invalid|" + wanted);
    }

    @Test
    void onlyCallersOfTheSameNamespaceUseTheBareName() {
        var resources = MeshResources.build(mesh(serviceC("127.0.1.12")));

        assertThat(new ResourceJson().array(resources.forProxy(C.key()), ResourceType.ROUTE))
                .contains("\"servicec:8081\"");
        assertThat(new ResourceJson().array(resources.forProxy(A.key()), ResourceType.ROUTE))
                .doesNotContain("\"servicec:8081\"");
    }

    @Test
    void aWorkloadThatTheModelDoesNotKnowHasNothing() {
        var resources = MeshResources.build(mesh(serviceC("127.0.1.12")));

        assertThat(resources.forProxy(new WorkloadKey("nowhere", "nobody-0"))).isSameAs(ResourceSet.EMPTY);
    }

    @Test
    void theDocumentIsCompleteAndStable() {
        var set = MeshResources.build(mesh(serviceC("127.0.1.12"))).forProxy(GATEWAY.key());

        var document = new ResourceJson().document(set, List.of());
        assertThat(document)
                .contains("\"listeners\": [", "\"routes\": [", "\"clusters\": [", "\"endpoints\": [")
                .contains("\"secrets\": []", "\"problems\": []")
                .contains("\"name\": \"edge/*\"")
                .doesNotContain("vhds");
        assertThat(new ResourceJson().document(set, List.of())).isEqualTo(document);
    }

    @Test
    void redirectedProxiesShareWhatTheySendAndAChangeCostsWhatItReaches() {
        var first = MeshResources.build(redirected(addressed(serviceC("10.0.0.12"), Protocol.HTTP)));
        var before = first.forProxy(A.key());
        var other = first.forProxy(C.key());
        assertThat(before.of(ResourceType.LISTENER))
                .containsOnlyKeys("0.0.0.0_8081", "virtualOutbound", "virtualInbound");
        assertThat(before.of(ResourceType.ROUTE)).containsOnlyKeys("8081").isSameAs(other.of(ResourceType.ROUTE));
        assertThat(before.of(ResourceType.LISTENER).get("0.0.0.0_8081"))
                .isSameAs(other.of(ResourceType.LISTENER).get("0.0.0.0_8081"));
        assertThat(before.of(ResourceType.VIRTUAL_HOST))
                .containsOnlyKeys("8081/servicea.servicea.svc.cluster.local:8081", "8081/" + HOST.substring(11));

        var moved = MeshResources.build(redirected(addressed(serviceC("10.0.0.99"), Protocol.HTTP)), first);
        for (var type :
                List.of(ResourceType.LISTENER, ResourceType.ROUTE, ResourceType.VIRTUAL_HOST, ResourceType.CLUSTER)) {
            assertThat(moved.forProxy(A.key()).of(type)).as(type.name()).isSameAs(before.of(type));
        }

        var tcp = MeshResources.build(redirected(addressed(serviceC("10.0.0.99"), Protocol.TCP)), moved)
                .forProxy(A.key());
        assertThat(tcp.of(ResourceType.LISTENER)).containsKey("10.96.0.7_8081").containsKey("0.0.0.0_8081");
        assertThat(tcp.of(ResourceType.LISTENER).get("0.0.0.0_8081"))
                .isSameAs(before.of(ResourceType.LISTENER).get("0.0.0.0_8081"));
        assertThat(tcp.of(ResourceType.ROUTE)).isSameAs(before.of(ResourceType.ROUTE));
    }

    @Test
    void anInstanceOfAHeadlessServiceHasAListenerOfItsOwn() {
        var service = withAddress(serviceC("10.0.0.12"), Protocol.TCP, new ServiceAddress.Headless());

        var set = MeshResources.build(redirected(service)).forProxy(A.key());
        assertThat(set.of(ResourceType.LISTENER)).containsKey("10.0.0.12_8081");
        assertThat(new ResourceJson().array(set, ResourceType.CLUSTER)).contains("lbSubsetConfig");
        assertThat(new ResourceJson().array(set, ResourceType.ENDPOINT)).contains("\"address\": \"10.0.0.12\"");
    }

    private static MeshService addressed(MeshService service, Protocol protocol) {
        return withAddress(service, protocol, new ServiceAddress.Virtual(List.of("10.96.0.7")));
    }

    private static MeshService withAddress(MeshService service, Protocol protocol, ServiceAddress address) {
        var port = service.ports().getFirst();
        return new MeshService(
                service.host(),
                service.source(),
                List.of(new MeshServicePort(
                        port.name(), port.number(), protocol, port.policy(), port.subsetPolicies(), port.rules())),
                service.endpoints(),
                service.identities(),
                service.subsets(),
                service.policySources(),
                Optional.of(address));
    }

    private static MeshModel redirected(MeshService service) {
        var workloads = Stream.of(A, C)
                .map(workload -> new Workload(
                        workload.key(),
                        workload.labels(),
                        workload.telemetry(),
                        workload.identity(),
                        workload.serviceAccount(),
                        workload.address(),
                        workload.inbound(),
                        new CaptureMode.Redirected(workload.address()),
                        workload.role()))
                .toList();
        return Meshes.mesh(List.of(service, Meshes.service("servicea", List.of())), workloads);
    }

    private static MeshService serviceC(String address) {
        MeshEndpoint endpoint = Meshes.endpoint(address, 8081, "servicec", "v1", Transport.MUTUAL_TLS);
        return Meshes.service("servicec", List.of(endpoint));
    }

    private static MeshModel mesh(MeshService service) {
        return Meshes.mesh(
                List.of(service, Meshes.service("servicea", List.of())), List.of(A, C, GATEWAY), Meshes.edge());
    }
}
