package dev.tulle.mesh.translate;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.translate.istio.DestinationRules;
import dev.tulle.mesh.translate.istio.DestinationRules.DestinationRuleSpec;
import dev.tulle.mesh.translate.istio.Gateways;
import dev.tulle.mesh.translate.istio.Gateways.GatewaySpec;
import dev.tulle.mesh.translate.istio.PeerAuthentications;
import dev.tulle.mesh.translate.istio.PeerAuthentications.PeerAuthenticationSpec;
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
import dev.tulle.mesh.translate.kubernetes.Secrets;
import dev.tulle.mesh.translate.kubernetes.Secrets.SecretSpec;
import dev.tulle.mesh.translate.kubernetes.Services;
import dev.tulle.mesh.translate.kubernetes.Services.ServiceSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The kinds that Tulle reads. */
final class Kinds {
    private static final String ISTIO = "networking.istio.io";
    private static final List<String> ISTIO_VERSIONS = List.of("v1alpha3", "v1beta1", "v1");

    private final KindReader<ServiceSpec> services = new KindReader<>("", "Service", List.of("v1"), Services::read);
    private final KindReader<PodSpec> pods = new KindReader<>("", "Pod", List.of("v1"), Pods::read);
    private final KindReader<DeploymentSpec> deployments =
            new KindReader<>("apps", "Deployment", List.of("v1"), Deployments::read);
    private final KindReader<GatewaySpec> gateways = new KindReader<>(ISTIO, "Gateway", ISTIO_VERSIONS, Gateways::read);
    private final KindReader<VirtualServiceSpec> virtualServices =
            new KindReader<>(ISTIO, "VirtualService", ISTIO_VERSIONS, VirtualServices::read);
    private final KindReader<DestinationRuleSpec> destinationRules =
            new KindReader<>(ISTIO, "DestinationRule", ISTIO_VERSIONS, DestinationRules::read);
    private final KindReader<EndpointSliceSpec> endpointSlices =
            new KindReader<>("discovery.k8s.io", "EndpointSlice", List.of("v1"), EndpointSlices::read);
    private final KindReader<WorkloadEntrySpec> workloadEntries =
            new KindReader<>(ISTIO, "WorkloadEntry", ISTIO_VERSIONS, WorkloadEntries::read);

    private final KindReader<PeerAuthenticationSpec> peerAuthentications = new KindReader<>(
            "security.istio.io", "PeerAuthentication", List.of("v1beta1", "v1"), PeerAuthentications::read);
    private final KindReader<SecretSpec> secrets = new KindReader<>("", "Secret", List.of("v1"), Secrets::read);

    private final List<KindReader<?>> all = List.of(
            services,
            pods,
            deployments,
            endpointSlices,
            gateways,
            virtualServices,
            destinationRules,
            workloadEntries,
            peerAuthentications,
            secrets);

    /** The problems of one object, whatever others there are. */
    List<Problem> check(ConfigObject object) {
        var reader = reader(object.key());
        return reader.isPresent() ? reader.get().check(object) : OtherKinds.check(object);
    }

    /**
     * What all objects of a snapshot say. A map is the same object as long as no object of its kind changes.
     */
    record Specs(
            SequencedMap<ConfigKey, ServiceSpec> services,
            SequencedMap<ConfigKey, PodSpec> pods,
            SequencedMap<ConfigKey, DeploymentSpec> deployments,
            SequencedMap<ConfigKey, EndpointSliceSpec> endpointSlices,
            SequencedMap<ConfigKey, GatewaySpec> gateways,
            SequencedMap<ConfigKey, VirtualServiceSpec> virtualServices,
            SequencedMap<ConfigKey, DestinationRuleSpec> destinationRules,
            SequencedMap<ConfigKey, WorkloadEntrySpec> workloadEntries,
            SequencedMap<ConfigKey, PeerAuthenticationSpec> peerAuthentications,
            SequencedMap<ConfigKey, SecretSpec> secrets) {}

    /** Reads a snapshot; the problems of its objects are added. */
    Specs read(ConfigSnapshot snapshot, LinkProblems problems) {
        var byReader = byReader(snapshot, problems);
        return new Specs(
                services.readAll(of(services, byReader), problems),
                pods.readAll(of(pods, byReader), problems),
                deployments.readAll(of(deployments, byReader), problems),
                endpointSlices.readAll(of(endpointSlices, byReader), problems),
                gateways.readAll(of(gateways, byReader), problems),
                virtualServices.readAll(of(virtualServices, byReader), problems),
                destinationRules.readAll(of(destinationRules, byReader), problems),
                workloadEntries.readAll(of(workloadEntries, byReader), problems),
                peerAuthentications.readAll(of(peerAuthentications, byReader), problems),
                secrets.readAll(of(secrets, byReader), problems));
    }

    private static List<ConfigObject> of(KindReader<?> reader, Map<KindReader<?>, List<ConfigObject>> byReader) {
        return byReader.getOrDefault(reader, List.of());
    }

    /** In the snapshot's order; objects that no reader takes are checked here. */
    private Map<KindReader<?>, List<ConfigObject>> byReader(ConfigSnapshot snapshot, LinkProblems problems) {
        var byReader = new HashMap<KindReader<?>, List<ConfigObject>>();
        var reader = Optional.<KindReader<?>>empty();
        var kind = "";
        var group = "";
        for (var object : snapshot.objects().values()) {
            var key = object.key();
            // Objects come sorted by kind: ask once per kind, not once per object.
            if (!kind.equals(key.kind()) || !group.equals(key.group())) {
                kind = key.kind();
                group = key.group();
                reader = reader(key);
            }
            if (reader.isPresent()) {
                byReader.computeIfAbsent(reader.get(), each -> new ArrayList<>())
                        .add(object);
            } else {
                problems.addAll(OtherKinds.check(object));
            }
        }
        return byReader;
    }

    private Optional<KindReader<?>> reader(ConfigKey key) {
        for (var reader : all) {
            if (reader.reads(key)) {
                return Optional.of(reader);
            }
        }
        return Optional.empty();
    }
}
