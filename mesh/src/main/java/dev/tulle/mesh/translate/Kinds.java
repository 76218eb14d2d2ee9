package dev.tulle.mesh.translate;

import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.translate.istio.DestinationRules;
import dev.tulle.mesh.translate.istio.DestinationRules.DestinationRuleSpec;
import dev.tulle.mesh.translate.istio.Gateways;
import dev.tulle.mesh.translate.istio.Gateways.GatewaySpec;
import dev.tulle.mesh.translate.istio.VirtualServices;
import dev.tulle.mesh.translate.istio.VirtualServices.VirtualServiceSpec;
import dev.tulle.mesh.translate.istio.WorkloadEntries;
import dev.tulle.mesh.translate.istio.WorkloadEntries.WorkloadEntrySpec;
import dev.tulle.mesh.translate.kubernetes.Deployments;
import dev.tulle.mesh.translate.kubernetes.Deployments.DeploymentSpec;
import dev.tulle.mesh.translate.kubernetes.EndpointSlices;
import dev.tulle.mesh.translate.kubernetes.EndpointSlices.EndpointSliceSpec;
import dev.tulle.mesh.translate.kubernetes.Pods;
import dev.tulle.mesh.translate.kubernetes.Pods.PodSpec;
import dev.tulle.mesh.translate.kubernetes.Services;
import dev.tulle.mesh.translate.kubernetes.Services.ServiceSpec;
import java.util.List;

/** The kinds that Tulle reads. */
final class Kinds {
    private static final String ISTIO = "networking.istio.io";
    private static final List<String> ISTIO_VERSIONS = List.of("v1alpha3", "v1beta1", "v1");

    final KindReader<ServiceSpec> services = new KindReader<>("", "Service", List.of("v1"), Services::read);
    final KindReader<PodSpec> pods = new KindReader<>("", "Pod", List.of("v1"), Pods::read);
    final KindReader<DeploymentSpec> deployments =
            new KindReader<>("apps", "Deployment", List.of("v1"), Deployments::read);
    final KindReader<GatewaySpec> gateways = new KindReader<>(ISTIO, "Gateway", ISTIO_VERSIONS, Gateways::read);
    final KindReader<VirtualServiceSpec> virtualServices =
            new KindReader<>(ISTIO, "VirtualService", ISTIO_VERSIONS, VirtualServices::read);
    final KindReader<DestinationRuleSpec> destinationRules =
            new KindReader<>(ISTIO, "DestinationRule", ISTIO_VERSIONS, DestinationRules::read);
    final KindReader<EndpointSliceSpec> endpointSlices =
            new KindReader<>("discovery.k8s.io", "EndpointSlice", List.of("v1"), EndpointSlices::read);
    final KindReader<WorkloadEntrySpec> workloadEntries =
            new KindReader<>(ISTIO, "WorkloadEntry", ISTIO_VERSIONS, WorkloadEntries::read);

    private final List<KindReader<?>> all = List.of(
            services, pods, deployments, endpointSlices, gateways, virtualServices, destinationRules, workloadEntries);

    /** The problems of one object, whatever others there are. */
    List<Problem> check(ConfigObject object) {
        return all.stream()
                .filter(reader -> reader.reads(object.key()))
                .findFirst()
                .map(reader -> reader.check(object))
                .orElseGet(() -> OtherKinds.check(object));
    }

    /** The problems of the objects that no reader takes. */
    void checkOthers(ConfigSnapshot snapshot, LinkProblems problems) {
        for (var object : snapshot.objects().values()) {
            if (all.stream().noneMatch(reader -> reader.reads(object.key()))) {
                problems.addAll(OtherKinds.check(object));
            }
        }
    }
}
