package dev.tulle.mesh.translate;

import dev.tulle.mesh.model.EdgeGateway;
import dev.tulle.mesh.model.EdgeServer;
import dev.tulle.mesh.model.EdgeServer.EdgeHost;
import dev.tulle.mesh.model.HeaderChanges;
import dev.tulle.mesh.model.HostMatch;
import dev.tulle.mesh.model.RouteAction;
import dev.tulle.mesh.model.RouteMatch;
import dev.tulle.mesh.model.RouteRule;
import dev.tulle.mesh.translate.istio.Gateways.GatewaySpec;
import dev.tulle.mesh.translate.istio.Gateways.Server;
import dev.tulle.mesh.translate.istio.Gateways.ServerHost;
import dev.tulle.mesh.translate.istio.VirtualServices.GatewayRef;
import dev.tulle.mesh.translate.istio.VirtualServices.VirtualServiceSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Gateways with the VirtualServices that are bound to them. */
final class EdgeGateways {
    private static final String NOT_AT_THE_GATE = "no request through that gateway reaches it";

    private final RouteRules rules;
    private final Credentials credentials;
    private final LinkProblems problems;
    private final Map<String, List<VirtualServiceSpec>> byGateway = new HashMap<>();

    private EdgeGateways(
            RouteRules rules, Credentials credentials, List<VirtualServiceSpec> oldestFirst, LinkProblems problems) {
        this.rules = rules;
        this.credentials = credentials;
        this.problems = problems;
        for (var virtualService : oldestFirst) {
            virtualService.gateways().stream()
                    .filter(ref -> !ref.isMesh())
                    .map(ref -> ref.namespace() + "/" + ref.name())
                    .distinct()
                    .forEach(name -> byGateway
                            .computeIfAbsent(name, key -> new ArrayList<>())
                            .add(virtualService));
        }
    }

    /** The gateways in the order given. */
    static List<EdgeGateway> link(
            Collection<GatewaySpec> gateways,
            Collection<VirtualServiceSpec> virtualServices,
            Backends backends,
            Credentials credentials,
            LinkProblems problems) {
        var oldestFirst = virtualServices.stream()
                .sorted(Comparator.comparing(VirtualServiceSpec::source, Precedence.OLDEST_FIRST))
                .toList();
        var edges = new EdgeGateways(new RouteRules(backends), credentials, oldestFirst, problems);
        edges.report(oldestFirst, gateways);
        edges.reportShared(gateways);
        return gateways.stream().map(edges::gateway).toList();
    }

    /** Two Gateways that open one port of the same pods for one host. */
    private void reportShared(Collection<GatewaySpec> gateways) {
        record Opening(Map<String, String> selector, int port, HostMatch host) {}
        var first = new HashMap<Opening, GatewaySpec>();
        for (var gateway : gateways) {
            for (var server : gateway.servers()) {
                for (var host : server.hosts()) {
                    var opening = new Opening(gateway.selector(), server.port(), host.host());
                    var other = Optional.ofNullable(first.putIfAbsent(opening, gateway));
                    other.filter(found -> !found.source().equals(gateway.source()))
                            .ifPresent(found -> problems.note(
                                    gateway.source(),
                                    "KIA0301",
                                    server.spot(),
                                    found.source() + " opens port " + server.port() + " for "
                                            + host.host().pattern() + " too",
                                    "the rules bound to either apply"));
                }
            }
        }
    }

    private EdgeGateway gateway(GatewaySpec gateway) {
        return new EdgeGateway(
                gateway.source(),
                gateway.selector(),
                gateway.servers().stream()
                        .map(server -> server(gateway, server))
                        .toList());
    }

    private EdgeServer server(GatewaySpec gateway, Server server) {
        var hosts = server.hosts().stream()
                .map(ServerHost::host)
                .distinct()
                .sorted()
                .toList();
        return new EdgeServer(
                server.name(),
                server.port(),
                server.protocol(),
                server.tls().map(tls -> credentials.resolve(gateway, tls)),
                hosts,
                switch (server.plainText()) {
                    case SERVED -> virtualHosts(gateway, server);
                    case REDIRECTED ->
                        hosts.stream()
                                .map(host -> new EdgeHost(host, List.of(redirect(gateway, server))))
                                .toList();
                });
    }

    /** Source: tls.httpsRedirect. */
    private static RouteRule redirect(GatewaySpec gateway, Server server) {
        return new RouteRule(
                "httpsRedirect",
                gateway.source(),
                1,
                server.spot().origin(),
                List.of(RouteMatch.ANY),
                new RouteAction.Redirect(
                        Optional.empty(), Optional.empty(), Optional.of("https"), OptionalInt.empty(), 301),
                HeaderChanges.NONE,
                Optional.empty());
    }

    private List<EdgeHost> virtualHosts(GatewaySpec gateway, Server server) {
        var rulesByHost = new TreeMap<HostMatch, List<List<RouteRule>>>();
        for (var virtualService : bound(gateway)) {
            var own = Optional.<List<RouteRule>>empty();
            for (var bound : virtualService.hosts()) {
                for (var serverHost : server.hosts()) {
                    var common = HostMatches.common(serverHost.host(), HostMatch.parse(bound.host()));
                    if (common.isPresent()
                            && serverHost.admits(virtualService.key().namespace())) {
                        own = own.or(() -> Optional.of(
                                rules.of(virtualService, server.port(), ref -> ref.names(gateway.source()))));
                        addOnce(rulesByHost.computeIfAbsent(common.get(), key -> new ArrayList<>()), own.get());
                    }
                }
            }
        }
        return rulesByHost.entrySet().stream()
                .map(entry -> new EdgeHost(entry.getKey(), Precedence.merge(entry.getValue())))
                .filter(host -> !host.rules().isEmpty())
                .toList();
    }

    private static void addOnce(List<List<RouteRule>> all, List<RouteRule> rules) {
        if (all.stream().noneMatch(each -> each == rules)) {
            all.add(rules);
        }
    }

    private List<VirtualServiceSpec> bound(GatewaySpec gateway) {
        var name = gateway.source().namespace() + "/" + gateway.source().name();
        return byGateway.getOrDefault(name, List.of());
    }

    /** Reports gateways that do not exist and hosts that no server of a gateway serves. */
    private void report(Collection<VirtualServiceSpec> virtualServices, Collection<GatewaySpec> gateways) {
        for (var virtualService : virtualServices) {
            for (var ref : virtualService.gateways()) {
                if (ref.isMesh()) {
                    continue;
                }
                var gateway = gateways.stream()
                        .filter(each -> ref.names(each.source()))
                        .findFirst();
                if (gateway.isPresent()) {
                    reportHosts(virtualService, gateway.get());
                } else {
                    reportMissing(virtualService, ref, gateways);
                }
            }
        }
    }

    private void reportMissing(VirtualServiceSpec virtualService, GatewayRef ref, Collection<GatewaySpec> gateways) {
        var elsewhere = gateways.stream()
                .map(GatewaySpec::source)
                .filter(key -> key.name().equals(ref.name()))
                .map(key -> key.namespace() + "/" + key.name())
                .toList();
        var expected = elsewhere.isEmpty()
                ? ", expected a Gateway of that name in namespace " + ref.namespace()
                : "; it stands in another namespace, expected " + String.join(" or ", elsewhere);
        problems.warning(
                virtualService.key(),
                "KIA1102",
                ref.spot(),
                "no Gateway " + ref.namespace() + "/" + ref.name() + " exists" + expected,
                NOT_AT_THE_GATE);
    }

    private void reportHosts(VirtualServiceSpec virtualService, GatewaySpec gateway) {
        var namespace = virtualService.key().namespace();
        var admitted = gateway.servers().stream()
                .flatMap(server -> server.hosts().stream())
                .filter(host -> host.admits(namespace))
                .map(ServerHost::host)
                .distinct()
                .sorted()
                .toList();
        for (var bound : virtualService.hosts()) {
            var match = HostMatch.parse(bound.host());
            if (admitted.stream()
                    .noneMatch(host -> HostMatches.common(host, match).isPresent())) {
                var hosts = admitted.stream().map(HostMatch::pattern).toList();
                problems.warning(
                        virtualService.key(),
                        "IST0132",
                        bound.spot(),
                        "Gateway " + gateway.source().namespace() + "/"
                                + gateway.source().name() + " does not serve "
                                + bound.host() + " for namespace " + namespace
                                + (hosts.isEmpty() ? "" : ", expected one of " + String.join(", ", hosts)),
                        NOT_AT_THE_GATE);
            }
        }
    }
}
