package dev.tulle.mesh.xds;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.model.CaptureMode;
import dev.tulle.mesh.model.Credential;
import dev.tulle.mesh.model.EdgeGateway;
import dev.tulle.mesh.model.EdgeServer;
import dev.tulle.mesh.model.EdgeServer.EdgeHost;
import dev.tulle.mesh.model.EdgeTls.ClientCertificates;
import dev.tulle.mesh.model.Protocol;
import dev.tulle.mesh.model.ProxyRole;
import dev.tulle.mesh.model.RouteAction;
import dev.tulle.mesh.model.RouteRule;
import dev.tulle.mesh.model.Workload;
import dev.tulle.mesh.xds.cluster.InboundClusters;
import dev.tulle.mesh.xds.listener.GatewayListeners;
import dev.tulle.mesh.xds.listener.GatewayPort;
import dev.tulle.mesh.xds.listener.OutboundListeners;
import dev.tulle.mesh.xds.route.EdgeVirtualHosts;
import dev.tulle.mesh.xds.route.EdgeVirtualHosts.EdgePort;
import dev.tulle.mesh.xds.route.EdgeVirtualHosts.PortCheck;
import dev.tulle.mesh.xds.route.RouteConfigurations;
import dev.tulle.mesh.xds.wire.EdgeSecrets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a gateway pod's proxy has for itself: the ports that Gateways open, their credentials, and its routes. */
final class EdgeResources {
    private final Workload workload;
    private final ProxyRole.Edge role;
    private final List<EdgeGateway> gateways;
    private final List<GatewayPort> ports;
    private final List<EncodedResource> resources = new ArrayList<>();

    private EdgeResources(Workload workload, ProxyRole.Edge role, List<EdgeGateway> selecting) {
        this.workload = workload;
        this.role = role;
        var servable = selecting.stream()
                .map(gateway -> GatewayPort.servable(gateway, workload.key().namespace()))
                .toList();
        this.gateways = withRedirects(servable);
        this.ports = GatewayPort.of(gateways);
    }

    static List<EncodedResource> of(Workload workload, ProxyRole.Edge role, List<EdgeGateway> gateways) {
        var edge = new EdgeResources(workload, role, gateways);
        edge.listeners();
        edge.secrets();
        if (role.applicationPort().isPresent()) {
            edge.towardsApplication(role.applicationPort().getAsInt());
        } else {
            edge.ownRoutes();
        }
        return edge.resources;
    }

    private void listeners() {
        for (var port : ports) {
            var listener = GatewayListeners.of(workload, role, port);
            resources.add(EncodedResource.of(ResourceType.LISTENER, listener.getName(), listener, port.sources()));
        }
    }

    private void secrets() {
        var byName = new TreeMap<String, EncodedResource>();
        for (var port : ports) {
            for (var each : port.encrypted()) {
                var tls = each.server().tls().orElseThrow();
                var credential =
                        Optional.ofNullable(tls.credentials().get(workload.key().namespace()));
                credential.ifPresent(found -> secrets(tls.credentialName(), tls.clients(), found)
                        .forEach(secret -> byName.putIfAbsent(secret.name(), secret)));
            }
        }
        resources.addAll(byName.values());
    }

    private static List<EncodedResource> secrets(String name, ClientCertificates clients, Credential credential) {
        var secrets = new ArrayList<EncodedResource>();
        var pair = EdgeSecrets.pair(name, credential);
        secrets.add(EncodedResource.of(ResourceType.SECRET, pair.getName(), pair, credential.sources()));
        if (clients != ClientCertificates.NONE) {
            var authorities = EdgeSecrets.authorities(name, credential);
            secrets.add(
                    EncodedResource.of(ResourceType.SECRET, authorities.getName(), authorities, credential.sources()));
        }
        return secrets;
    }

    private void towardsApplication(int applicationPort) {
        var sources = new TreeSet<ConfigKey>();
        ports.forEach(port -> sources.addAll(port.sources()));
        var cluster = InboundClusters.towards(applicationAddress(), applicationPort, Protocol.HTTP);
        resources.add(EncodedResource.of(ResourceType.CLUSTER, cluster.getName(), cluster, List.of()));
        OutboundListeners.edge(workload.capture())
                .forEach(listener -> resources.add(
                        EncodedResource.of(ResourceType.LISTENER, listener.getName(), listener, List.of())));
        routes(RouteConfigurations.edge(), sources);
        virtualHosts(RouteConfigurations.EDGE, EdgePort.of(gateways), PortCheck.BY_HEADER);
    }

    /** A server with TLS has routes of its own: by its name a client gets to no host of another. */
    private void ownRoutes() {
        for (var port : ports) {
            if (!port.plain().isEmpty()) {
                ownRoutes(GatewayListeners.routeConfiguration(port.number()), only(port.plain()), port.sources());
            }
            for (var each : port.encrypted()) {
                ownRoutes(each.routeConfiguration(), only(List.of(each)), List.of(each.gateway()));
            }
        }
    }

    private void ownRoutes(String name, List<EdgeGateway> servers, Collection<ConfigKey> sources) {
        routes(RouteConfigurations.gatewayPort(name), sources);
        virtualHosts(name, EdgePort.of(servers), PortCheck.NONE);
    }

    private static List<EdgeGateway> only(List<GatewayPort.Server> servers) {
        return servers.stream()
                .map(each -> new EdgeGateway(each.gateway(), new TreeMap<>(), List.of(each.server())))
                .toList();
    }

    private void routes(io.envoyproxy.envoy.config.route.v3.RouteConfiguration routes, Collection<ConfigKey> sources) {
        resources.add(EncodedResource.of(ResourceType.ROUTE, routes.getName(), routes, sources));
    }

    private void virtualHosts(String routes, List<EdgePort> edgePorts, PortCheck check) {
        EdgeVirtualHosts.of(routes, edgePorts, check)
                .forEach(host -> resources.add(EncodedResource.of(
                        ResourceType.VIRTUAL_HOST, host.host().getName(), host.host(), host.sources())));
    }

    private String applicationAddress() {
        return switch (workload.capture()) {
            case CaptureMode.Explicit(var proxy, var application, var published) -> application;
            case CaptureMode.Redirected ignored -> "127.0.0.1";
        };
    }

    /** In local mode no Service maps 443 to the port that the pod opens, so a redirect to HTTPS must name that one. */
    private List<EdgeGateway> withRedirects(List<EdgeGateway> servable) {
        return switch (workload.capture()) {
            case CaptureMode.Redirected ignored -> servable;
            case CaptureMode.Explicit ignored -> {
                var encrypted = GatewayPort.firstEncrypted(GatewayPort.of(servable));
                yield encrypted.isEmpty()
                        ? servable
                        : servable.stream()
                                .map(gateway -> redirecting(gateway, role.podPort(encrypted.get())))
                                .toList();
            }
        };
    }

    private static EdgeGateway redirecting(EdgeGateway gateway, int port) {
        return new EdgeGateway(
                gateway.source(),
                gateway.selector(),
                gateway.servers().stream()
                        .map(server -> redirecting(server, port))
                        .toList());
    }

    private static EdgeServer redirecting(EdgeServer server, int port) {
        return new EdgeServer(
                server.name(),
                server.port(),
                server.protocol(),
                server.tls(),
                server.hosts(),
                server.virtualHosts().stream()
                        .map(host -> new EdgeHost(
                                host.host(),
                                host.rules().stream()
                                        .map(rule -> redirecting(rule, port))
                                        .toList()))
                        .toList());
    }

    /** Only the redirect that a Gateway itself asks for. */
    private static RouteRule redirecting(RouteRule rule, int port) {
        if (rule.source().kind().equals("Gateway")
                && rule.action()
                        instanceof RouteAction.Redirect(var path, var authority, var scheme, var none, var code)) {
            return rule.withAction(new RouteAction.Redirect(path, authority, scheme, OptionalInt.of(port), code));
        }
        return rule;
    }
}
