package dev.tulle.mesh.translate;

import dev.tulle.mesh.model.HostMatch;
import dev.tulle.mesh.model.RouteRule;
import dev.tulle.mesh.model.ServiceHost;
import dev.tulle.mesh.translate.istio.VirtualServices.GatewayRef;
import dev.tulle.mesh.translate.istio.VirtualServices.VirtualServiceSpec;
import dev.tulle.mesh.translate.kubernetes.Services.Port;
import dev.tulle.mesh.translate.kubernetes.Services.ServiceSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which rules sidecars follow for a service: those of the VirtualServices with the most specific host that fits. */
final class SidecarRoutes {
    private static final String NO_SIDECAR = "no sidecar follows it for this host";

    private final RouteRules rules;
    private final Map<HostMatch, List<VirtualServiceSpec>> byHost = new TreeMap<>();
    private final boolean hasWildcards;

    /**
     * The rules of one service.
     *
     * @param byPort only ports that have some
     */
    record PortRules(SortedMap<Integer, List<RouteRule>> byPort) {
        /** Requests go straight to the service. */
        static final PortRules NONE = new PortRules(new TreeMap<>());

        /** In order of precedence. */
        List<RouteRule> on(int port) {
            return byPort.getOrDefault(port, List.of());
        }
    }

    private SidecarRoutes(RouteRules rules, Collection<VirtualServiceSpec> virtualServices) {
        this.rules = rules;
        virtualServices.stream()
                .filter(VirtualServiceSpec::isForSidecars)
                .sorted(Comparator.comparing(VirtualServiceSpec::source, Precedence.OLDEST_FIRST))
                .forEach(each -> each.hosts()
                        .forEach(host -> byHost.computeIfAbsent(HostMatch.parse(host.host()), key -> new ArrayList<>())
                                .add(each)));
        this.hasWildcards = byHost.keySet().stream().anyMatch(host -> !(host instanceof HostMatch.Exact));
    }

    /** The rules of every service that has some. */
    static Map<ServiceHost, PortRules> byHost(
            NavigableMap<ServiceHost, ServiceSpec> services,
            Collection<VirtualServiceSpec> virtualServices,
            Backends backends,
            LinkProblems problems) {
        var routes = new SidecarRoutes(new RouteRules(backends), virtualServices);
        var byHost = new HashMap<ServiceHost, PortRules>();
        services.forEach((host, service) -> {
            var byPort = new TreeMap<Integer, List<RouteRule>>();
            for (var port : service.ports()) {
                var own = routes.rules(host, port);
                if (!own.isEmpty()) {
                    byPort.put(port.number(), own);
                }
            }
            if (!byPort.isEmpty()) {
                byHost.put(host, new PortRules(byPort));
            }
        });
        routes.report(services, problems);
        return byHost;
    }

    private List<RouteRule> rules(ServiceHost host, Port port) {
        if (!port.protocol().isHttp()) {
            return List.of();
        }
        var virtualServices = mostSpecific(host);
        return virtualServices.isEmpty()
                ? List.of()
                : Precedence.merge(virtualServices.stream()
                        .map(each -> rules.of(each, port.number(), GatewayRef::isMesh))
                        .toList());
    }

    private List<VirtualServiceSpec> mostSpecific(ServiceHost host) {
        var exact = Optional.ofNullable(byHost.get(new HostMatch.Exact(host.name())));
        if (exact.isPresent() || !hasWildcards) {
            return exact.orElse(List.of());
        }
        // The map's order is that of precedence.
        return byHost.entrySet().stream()
                .filter(entry -> HostMatches.covers(entry.getKey(), host.name()))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(List.of());
    }

    /** Reports hosts that no service has or that speak no HTTP, and hosts that several VirtualServices share. */
    private void report(NavigableMap<ServiceHost, ServiceSpec> services, LinkProblems problems) {
        byHost.forEach((host, virtualServices) -> {
            var mistake = services.isEmpty() ? Optional.<Mistake>empty() : mistake(host, services);
            for (var virtualService : virtualServices) {
                var spot = virtualService.hosts().stream()
                        .filter(bound -> bound.host().equals(host.pattern()))
                        .findFirst()
                        .orElseThrow()
                        .spot();
                mistake.ifPresent(found ->
                        problems.warning(virtualService.key(), found.code(), spot, found.message(), NO_SIDECAR));
                var first = virtualServices.getFirst().key();
                if (!virtualService.key().equals(first)) {
                    problems.note(
                            virtualService.key(),
                            "KIA1106",
                            spot,
                            first + " has rules for " + host.pattern() + " too",
                            "the rules are merged: most specific first, catch-all last, then by age and name");
                }
            }
        });
    }

    private record Mistake(String code, String message) {}

    private static Optional<Mistake> mistake(HostMatch host, NavigableMap<ServiceHost, ServiceSpec> services) {
        if (!(host instanceof HostMatch.Exact)) {
            return services.keySet().stream().anyMatch(service -> HostMatches.covers(host, service.name()))
                    ? Optional.empty()
                    : Optional.of(new Mistake("KIA1101", "no Service has a host such as " + host.pattern()));
        }
        var service = Optional.ofNullable(services.get(new ServiceHost(host.pattern())));
        if (service.isEmpty()) {
            var others = Backends.sameName(host.pattern(), services.keySet());
            return Optional.of(new Mistake("KIA1101", "no Service has the host " + host.pattern() + others));
        }
        return service.get().ports().stream().anyMatch(port -> port.protocol().isHttp())
                ? Optional.empty()
                : Optional.of(new Mistake(
                        "KIA0601",
                        "no port of " + host.pattern() + " speaks HTTP, expected a port name such as http-web"));
    }
}
