package dev.tulle.mesh.translate;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.Suggestion;
import dev.tulle.mesh.model.Backend;
import dev.tulle.mesh.model.ServiceHost;
import dev.tulle.mesh.model.SubsetName;
import dev.tulle.mesh.translate.istio.VirtualServices.Target;
import dev.tulle.mesh.translate.kubernetes.Services.Port;
import dev.tulle.mesh.translate.kubernetes.Services.ServiceSpec;
import dev.tulle.mesh.translate.strict.Spot;
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
        var service = Optional.ofNullable(services.get(new ServiceHost(target.host())));
        var port = service.flatMap(found -> port(found, target, called));
        var mistake = service.map(found -> port.isPresent() ? subsetMistake(target) : portMistake(found, target))
                .orElseGet(() -> hostMistake(target));
        if (mistake.isEmpty() && port.isPresent()) {
            return new Backend.Service(
                    new ServiceHost(target.host()), port.get().number(), target.subset());
        }
        mistake.ifPresent(found -> report(source, found));
        var number = target.port().isPresent() ? ":" + target.port().getAsInt() : "";
        var subset = target.subset().map(name -> " subset " + name).orElse("");
        return new Backend.Invalid(target.host() + number + subset);
    }

    private void report(ConfigKey source, Mistake mistake) {
        if (services.isEmpty()) {
            // Documents looked at by themselves, without those they go with.
            problems.note(
                    source, mistake.code(), mistake.spot(), "no Service is known here", "the host is not checked");
        } else {
            problems.warning(source, mistake.code(), mistake.spot(), mistake.message(), ANSWERED_503);
        }
    }

    private record Mistake(String code, Spot spot, String message) {}

    private Optional<Mistake> hostMistake(Target target) {
        var message = "no Service " + target.host() + " exists" + suggestion(target.host());
        return Optional.of(new Mistake("KIA1101", target.spots().host(), message));
    }

    private static Optional<Mistake> portMistake(ServiceSpec service, Target target) {
        var ports = service.ports().stream()
                .map(each -> String.valueOf(each.number()))
                .collect(Collectors.joining(", "));
        var wanted = target.port().isPresent() ? "has no port " + target.port().getAsInt() : "needs a port number";
        var message = service.host() + " " + wanted
                + (ports.isEmpty() ? ": it has none for TCP" : ", expected one of " + ports);
        return Optional.of(new Mistake("IST0101", target.spots().port(), message));
    }

    private Optional<Mistake> subsetMistake(Target target) {
        var known = Optional.ofNullable(policies.get(new ServiceHost(target.host())))
                .map(each -> each.subsets().keySet())
                .orElse(Set.of());
        if (target.subset().isEmpty() || known.contains(target.subset().get())) {
            return Optional.empty();
        }
        var names = known.stream().map(SubsetName::name).sorted().toList();
        var expected = names.isEmpty() ? "a DestinationRule that defines it" : String.join(" or ", names);
        var message = "no subset " + target.subset().get() + " of " + target.host() + " exists, expected " + expected;
        return Optional.of(new Mistake("KIA1107", target.spots().subset(), message));
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
