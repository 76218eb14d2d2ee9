package dev.tulle.mesh.translate;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.model.EdgeGateway;
import dev.tulle.mesh.model.MeshModel;
import dev.tulle.mesh.model.MeshService;
import dev.tulle.mesh.model.PeerPolicies;
import dev.tulle.mesh.model.ServiceAddress;
import dev.tulle.mesh.model.ServiceHost;
import dev.tulle.mesh.model.Workload;
import dev.tulle.mesh.model.WorkloadKey;
import dev.tulle.mesh.translate.Populations.Population;
import dev.tulle.mesh.translate.SidecarRoutes.PortRules;
import dev.tulle.mesh.translate.kubernetes.Deployments.DeploymentSpec;
import dev.tulle.mesh.translate.kubernetes.Pods.PodSpec;
import dev.tulle.mesh.translate.kubernetes.Services.ServiceSpec;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Makes the mesh model from a snapshot. Objects with an error are left out; what is wrong between objects leaves them in force.
 * An object that was in the last snapshot too is not read again, and a step whose inputs are those of the last time is not
 * taken again.
 *
 * <p>Thread: used by one thread at a time.
 */
public final class Translator {
    private final String trustDomain;
    private final MissingPods missingPods;
    private final Kinds kinds = new Kinds();
    private final Stage<NavigableMap<ServiceHost, ServiceSpec>> serviceStage = new Stage<>();
    private final Stage<Instances> instanceStage = new Stage<>();
    private final Stage<Map<ServiceHost, Population>> populationStage = new Stage<>();
    private final Stage<Map<ServiceHost, ServicePolicies>> policyStage = new Stage<>();
    private final Stage<Map<ServiceHost, PortRules>> routeStage = new Stage<>();
    private final Stage<List<EdgeGateway>> gatewayStage = new Stage<>();
    private final Stage<NavigableMap<WorkloadKey, Workload>> workloadStage = new Stage<>();
    private final Stage<NavigableMap<ServiceHost, MeshService>> meshStage = new Stage<>();
    private final Stage<Map<ConfigKey, SortedSet<String>>> edgeStage = new Stage<>();
    private final Stage<Optional<PeerPolicies>> peerStage = new Stage<>();
    private Map<ConfigKey, SortedSet<String>> lastNamespaces = Map.of();
    private final Populations populations = new Populations();
    private final Workloads workloads = new Workloads();
    private final MeshServices meshServices = new MeshServices();
    private final PeerModes peerModes = new PeerModes();

    /** @param trustDomain of every SPIFFE ID: {@code cluster.local} */
    public Translator(String trustDomain) {
        this(trustDomain, MissingPods.ABSENT);
    }

    public Translator(String trustDomain, MissingPods missingPods) {
        this.trustDomain = trustDomain;
        this.missingPods = missingPods;
    }

    /** What is wrong with one object, whatever others there are: syntax, unknown fields, wrong types. */
    public List<Problem> check(ConfigObject object) {
        return kinds.check(object);
    }

    /** The model of a snapshot, and what is wrong in it. The same snapshot gives an equal translation. */
    public Translation translate(ConfigSnapshot snapshot) {
        var problems = new LinkProblems();
        var specs = kinds.read(snapshot, problems);
        var services = serviceStage.get(problems, List.of(specs.services()), own -> byHost(specs.services(), own));
        var instances = instanceStage.get(
                problems,
                List.of(specs.pods(), specs.deployments()),
                own -> instances(specs.pods(), specs.deployments()));
        var population = populationStage.get(
                problems,
                List.of(services, instances, specs.endpointSlices(), specs.workloadEntries()),
                own -> populations.of(
                        services,
                        new Endpoints(
                                trustDomain,
                                instances,
                                specs.endpointSlices().values(),
                                specs.workloadEntries().values())));
        var policies = policyStage.get(
                problems,
                List.of(specs.destinationRules(), services),
                own -> ServicePolicies.byHost(specs.destinationRules().values(), services.keySet(), own));
        var routes = routeStage.get(
                problems,
                List.of(specs.virtualServices(), services, policies),
                own -> SidecarRoutes.byHost(
                        services, specs.virtualServices().values(), new Backends(services, policies, own), own));
        lastNamespaces = keptIfEqual(edgeStage.get(
                problems,
                List.of(specs.gateways(), instances),
                own -> Credentials.namespaces(specs.gateways().values(), instances)));
        var namespaces = lastNamespaces;
        var gateways = gatewayStage.get(
                problems,
                List.of(specs.gateways(), specs.virtualServices(), specs.secrets(), namespaces, services, policies),
                own -> EdgeGateways.link(
                        specs.gateways().values(),
                        specs.virtualServices().values(),
                        new Backends(services, policies, own),
                        new Credentials(specs.secrets().values(), namespaces, own),
                        own));
        var proxies = workloadStage.get(
                problems,
                List.of(services, instances, specs.gateways()),
                own -> workloads.of(
                        instances, services.values(), specs.gateways().values(), own));
        var mesh = meshStage.get(
                problems,
                List.of(services, population, policies, routes),
                own -> meshServices.of(services, population, policies, routes, own));
        var peers = peerStage.get(
                problems,
                List.of(specs.peerAuthentications(), instances),
                own -> PeerScopes.of(specs.peerAuthentications().values(), instances, own));
        return new Translation(withPeers(new MeshModel(trustDomain, mesh, proxies, gateways, peers)), problems.all());
    }

    /** Pods come and go; where gateways run seldom changes. */
    private Map<ConfigKey, SortedSet<String>> keptIfEqual(Map<ConfigKey, SortedSet<String>> namespaces) {
        return namespaces.equals(lastNamespaces) ? lastNamespaces : namespaces;
    }

    private MeshModel withPeers(MeshModel model) {
        return model.peers()
                .map(policies -> peerModes.apply(model, List.of(policies), policies))
                .orElse(model);
    }

    /** An address that two services have is the first one's: to a proxy it can mean one of them only. */
    private static NavigableMap<ServiceHost, ServiceSpec> byHost(
            SequencedMap<ConfigKey, ServiceSpec> specs, LinkProblems problems) {
        var byHost = new TreeMap<ServiceHost, ServiceSpec>();
        specs.values().forEach(service -> byHost.put(service.host(), service));
        var owners = new HashMap<String, ServiceHost>();
        byHost.replaceAll((host, service) -> {
            for (var address : addresses(service)) {
                var owner = owners.getOrDefault(address, host);
                if (!owner.equals(host)) {
                    problems.warning(
                            service.source(),
                            "",
                            service.addressSpot(),
                            address + " is the address of " + owner + " too",
                            "redirected callers reach " + host + " by its name only");
                    return service.withoutAddress();
                }
            }
            addresses(service).forEach(address -> owners.put(address, host));
            return service;
        });
        return Collections.unmodifiableNavigableMap(byHost);
    }

    private static List<String> addresses(ServiceSpec service) {
        return service.address()
                .map(address -> switch (address) {
                    case ServiceAddress.Virtual(var addresses) -> addresses;
                    case ServiceAddress.Headless() -> List.<String>of();
                })
                .orElse(List.of());
    }

    private Instances instances(
            SequencedMap<ConfigKey, PodSpec> pods, SequencedMap<ConfigKey, DeploymentSpec> deployments) {
        return switch (missingPods) {
            case ABSENT -> new Instances(trustDomain, pods.values(), List.of());
            case MADE_UP ->
                new Instances(trustDomain, pods.values(), MadeUpPods.missing(pods.values(), deployments.values()));
        };
    }
}
