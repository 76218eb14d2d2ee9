package dev.tulle.mesh.translate;

import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.model.MeshModel;
import dev.tulle.mesh.model.MeshService;
import dev.tulle.mesh.model.MeshServicePort;
import dev.tulle.mesh.model.ServiceHost;
import dev.tulle.mesh.translate.istio.DestinationRules.DestinationRuleSpec;
import dev.tulle.mesh.translate.istio.VirtualServices.VirtualServiceSpec;
import dev.tulle.mesh.translate.kubernetes.Services.ServiceSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes the mesh model from a snapshot. Objects with an error are left out; what is wrong between objects leaves them in force.
 * An object that was in the last snapshot too is not read again.
 *
 * <p>Thread: used by one thread at a time.
 */
public final class Translator {
    private final String trustDomain;
    private final MissingPods missingPods;
    private final Kinds kinds = new Kinds();

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
        var services = new TreeMap<ServiceHost, ServiceSpec>();
        kinds.services.readAll(snapshot, problems).values().forEach(each -> services.put(each.host(), each));
        var pods = List.copyOf(kinds.pods.readAll(snapshot, problems).values());
        var deployments = kinds.deployments.readAll(snapshot, problems).values();
        var gateways = kinds.gateways.readAll(snapshot, problems).values();
        var virtualServices = kinds.virtualServices.readAll(snapshot, problems).values().stream()
                .sorted(Comparator.comparing(VirtualServiceSpec::source, Precedence.OLDEST_FIRST))
                .toList();
        var destinationRules = kinds.destinationRules.readAll(snapshot, problems).values().stream()
                .sorted(Comparator.comparing(DestinationRuleSpec::source, Precedence.OLDEST_FIRST))
                .toList();
        kinds.checkOthers(snapshot, problems);

        var instances = new Instances(
                trustDomain, missingPods == MissingPods.MADE_UP ? MadeUpPods.fill(pods, deployments) : pods);
        var endpoints = new Endpoints(
                trustDomain,
                instances,
                kinds.endpointSlices.readAll(snapshot, problems).values(),
                kinds.workloadEntries.readAll(snapshot, problems).values());
        var policies = ServicePolicies.byHost(destinationRules, services.keySet(), problems);
        var rules = new RouteRules(new Backends(services, policies, problems));
        var sidecarRoutes = SidecarRoutes.of(rules, virtualServices);
        sidecarRoutes.report(services.keySet(), problems);
        var edges = new EdgeGateways(rules, virtualServices, problems);
        edges.report(virtualServices, gateways);
        var edgeGateways = edges.link(gateways);

        var meshServices = new TreeMap<ServiceHost, MeshService>();
        services.forEach((host, service) -> {
            var policy = Optional.ofNullable(policies.get(host)).orElseGet(ServicePolicies::none);
            policy.reportEmptySubsets(instances.selectedBy(service));
            meshServices.put(host, service(service, endpoints, policy, sidecarRoutes));
        });
        var model = new MeshModel(
                trustDomain, meshServices, instances.workloads(services.values(), edgeGateways), edgeGateways);
        return new Translation(model, problems.all());
    }

    private static MeshService service(
            ServiceSpec service, Endpoints endpoints, ServicePolicies policies, SidecarRoutes routes) {
        return new MeshService(
                service.host(),
                service.source(),
                service.ports().stream()
                        .map(port -> new MeshServicePort(
                                port.name(),
                                port.number(),
                                port.protocol(),
                                policies.policy(port.number()),
                                policies.subsetPolicies(port.number()),
                                routes.rules(service.host(), port)))
                        .toList(),
                endpoints.of(service),
                endpoints.identities(service),
                policies.subsets(),
                policies.sources());
    }
}
