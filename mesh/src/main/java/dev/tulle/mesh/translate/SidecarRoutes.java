package dev.tulle.mesh.translate;

import dev.tulle.mesh.model.HostMatch;
import dev.tulle.mesh.model.RouteRule;
import dev.tulle.mesh.model.ServiceHost;
import dev.tulle.mesh.translate.istio.VirtualServices.GatewayRef;
import dev.tulle.mesh.translate.istio.VirtualServices.VirtualServiceSpec;
import dev.tulle.mesh.translate.kubernetes.Services.Port;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which rules sidecars follow for a service: those of the VirtualServices with the most specific host that fits. */
final class SidecarRoutes {
    private static final String NO_SIDECAR = "no sidecar follows it for this host";

    private final RouteRules rules;
    private final Map<HostMatch, List<VirtualServiceSpec>> byHost = new TreeMap<>();
    private final boolean hasWildcards;

    private SidecarRoutes(RouteRules rules, Collection<VirtualServiceSpec> oldestFirst) {
        this.rules = rules;
        for (var virtualService : oldestFirst) {
            if (virtualService.isForSidecars()) {
                virtualService.hosts().forEach(host -> byHost.computeIfAbsent(
                                HostMatch.parse(host.host()), key -> new ArrayList<>())
                        .add(virtualService));
            }
        }
        this.hasWildcards = byHost.keySet().stream().anyMatch(host -> !(host instanceof HostMatch.Exact));
    }

    static SidecarRoutes of(RouteRules rules, Collection<VirtualServiceSpec> oldestFirst) {
        return new SidecarRoutes(rules, oldestFirst);
    }

    /** In order of precedence; empty: requests go straight to the service. */
    List<RouteRule> rules(ServiceHost host, Port port) {
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

    /** Reports hosts that no service has, and hosts that several VirtualServices share. */
    void report(Collection<ServiceHost> services, LinkProblems problems) {
        byHost.forEach((host, virtualServices) -> {
            var pattern = host.pattern();
            var known = host instanceof HostMatch.Exact
                    ? services.contains(new ServiceHost(pattern))
                    : services.stream().anyMatch(service -> HostMatches.covers(host, service.name()));
            for (var virtualService : virtualServices) {
                var spot = virtualService.hosts().stream()
                        .filter(bound -> bound.host().equals(pattern))
                        .findFirst()
                        .orElseThrow()
                        .spot();
                if (!known) {
                    problems.warning(
                            virtualService.key(), "KIA1101", spot, "no Service has the host " + pattern, NO_SIDECAR);
                }
                if (!virtualService.key().equals(virtualServices.getFirst().key())) {
                    problems.note(
                            virtualService.key(),
                            "KIA1106",
                            spot,
                            virtualServices.getFirst().key() + " has rules for " + pattern + " too",
                            "the rules are merged: most specific first, catch-all last, then by age and name");
                }
            }
        });
    }
}
