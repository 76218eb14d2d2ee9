package dev.tulle.mesh.translate;

import dev.tulle.mesh.model.MeshService;
import dev.tulle.mesh.model.MeshServicePort;
import dev.tulle.mesh.model.ServiceHost;
import dev.tulle.mesh.translate.Populations.Population;
import dev.tulle.mesh.translate.SidecarRoutes.PortRules;
import dev.tulle.mesh.translate.kubernetes.Services.ServiceSpec;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts the parts of each service together. A service that says what it said the last time is the same object.
 *
 * <p>Thread: used by one thread at a time.
 */
final class MeshServices {
    private record Assembled(List<?> inputs, MeshService service) {}

    private Map<ServiceHost, Assembled> last = Map.of();

    NavigableMap<ServiceHost, MeshService> of(
            NavigableMap<ServiceHost, ServiceSpec> services,
            Map<ServiceHost, Population> populations,
            Map<ServiceHost, ServicePolicies> policies,
            Map<ServiceHost, PortRules> routes,
            LinkProblems problems) {
        var next = new TreeMap<ServiceHost, Assembled>();
        services.forEach((host, service) -> {
            var population = Optional.ofNullable(populations.get(host)).orElseThrow();
            var policy = Optional.ofNullable(policies.get(host)).orElse(ServicePolicies.NONE);
            var rules = Optional.ofNullable(routes.get(host)).orElse(PortRules.NONE);
            policy.reportEmptySubsets(population.endpoints(), problems);
            next.put(host, assembled(service, population, policy, rules));
        });
        last = next;
        var mesh = new TreeMap<ServiceHost, MeshService>();
        next.forEach((host, assembled) -> mesh.put(host, assembled.service()));
        return Collections.unmodifiableNavigableMap(mesh);
    }

    private Assembled assembled(ServiceSpec spec, Population population, ServicePolicies policy, PortRules rules) {
        var inputs = List.of(spec, population, policy, rules);
        var before = Optional.ofNullable(last.get(spec.host()));
        if (before.isPresent() && Stage.areSame(before.get().inputs(), inputs)) {
            return before.get();
        }
        var service = service(spec, population, policy, rules);
        var same = before.map(Assembled::service).filter(service::equals);
        return new Assembled(inputs, same.orElse(service));
    }

    private static MeshService service(
            ServiceSpec spec, Population population, ServicePolicies policy, PortRules rules) {
        return new MeshService(
                spec.host(),
                spec.source(),
                spec.ports().stream()
                        .map(port -> new MeshServicePort(
                                port.name(),
                                port.number(),
                                port.protocol(),
                                policy.policy(port.number()),
                                policy.subsetPolicies(port.number()),
                                rules.on(port.number())))
                        .toList(),
                population.endpoints(),
                population.identities(),
                policy.subsets(),
                policy.sources(),
                spec.address());
    }
}
