package dev.tulle.mesh.translate;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.Suggestion;
import dev.tulle.mesh.model.Backend;
import dev.tulle.mesh.model.ServiceHost;
import dev.tulle.mesh.model.SubsetName;
import dev.tulle.mesh.translate.istio.VirtualServices.Target;
import dev.tulle.mesh.translate.kubernetes.Services.Port;
import dev.tulle.mesh.translate.kubernetes.Services.ServiceSpec;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks up what rules name. What does not exist becomes {@link Backend.Invalid} and a problem. */
final class Backends {
    private static final String ANSWERED_503 = "its share of the requests is answered with 503";

    private final Map<ServiceHost, ServiceSpec> services;
    private final Map<ServiceHost, ServicePolicies> policies;
    private final LinkProblems problems;

    Backends(
            Map<ServiceHost, ServiceSpec> services, Map<ServiceHost, ServicePolicies> policies, LinkProblems problems) {
        this.services = services;
        this.policies = policies;
        this.problems = problems;
    }

    /**
     * @param source the object that names the target
     * @param called the port under which the caller called, taken when the rule names none
     */
    Backend resolve(ConfigKey source, Target target, OptionalInt called) {
        var host = new ServiceHost(target.host());
        var service = Optional.ofNullable(services.get(host));
        if (service.isEmpty()) {
            return invalid(source, "KIA1101", target, "no Service " + host + " exists" + suggestion(target.host()));
        }
        var port = port(service.get(), target, called);
        if (port.isEmpty()) {
            var ports = service.get().ports().stream()
                    .map(each -> String.valueOf(each.number()))
                    .collect(Collectors.joining(", "));
            var wanted =
                    target.port().isPresent() ? "has no port " + target.port().getAsInt() : "needs a port number";
            return invalid(source, "IST0101", target, host + " " + wanted + ", expected one of " + ports);
        }
        if (target.subset().isPresent()) {
            var known = Optional.ofNullable(policies.get(host))
                    .map(each -> each.subsets().keySet())
                    .orElse(Set.of());
            var subset = target.subset().get();
            if (!known.contains(subset)) {
                var names = known.stream().map(SubsetName::name).sorted().toList();
                var expected = names.isEmpty()
                        ? "expected a DestinationRule for " + host + " that defines it"
                        : "expected one of " + String.join(", ", names);
                return invalid(
                        source, "KIA1107", target, "no subset " + subset + " of " + host + " exists, " + expected);
            }
        }
        return new Backend.Service(host, port.get().number(), target.subset());
    }

    private static Optional<Port> port(ServiceSpec service, Target target, OptionalInt called) {
        if (target.port().isEmpty() && service.ports().size() == 1) {
            return Optional.of(service.ports().getFirst());
        }
        var wanted = target.port().isPresent() ? target.port() : called;
        return service.ports().stream()
                .filter(port -> wanted.isPresent() && port.number() == wanted.getAsInt())
                .findFirst();
    }

    private Backend invalid(ConfigKey source, String code, Target target, String message) {
        problems.warning(source, code, target.spot(), message, ANSWERED_503);
        var port = target.port().isPresent() ? ":" + target.port().getAsInt() : "";
        var subset = target.subset().map(name -> " subset " + name).orElse("");
        return new Backend.Invalid(target.host() + port + subset);
    }

    private String suggestion(String host) {
        var sameName = sameName(host, services.keySet());
        return sameName.isEmpty() && services.size() <= 1000
                ? Suggestion.of(
                        host, services.keySet().stream().map(ServiceHost::name).toList())
                : sameName;
    }

    /** Mostly a wrong namespace, or {@code name.namespace}, which Istio takes for a host outside the cluster. */
    static String sameName(String host, Collection<ServiceHost> hosts) {
        var name = host.split("\\.", 2)[0];
        var others = hosts.stream()
                .map(ServiceHost::name)
                .filter(each -> each.startsWith(name + "."))
                .limit(3)
                .toList();
        return others.isEmpty() ? "" : ", expected " + String.join(" or ", others);
    }
}
