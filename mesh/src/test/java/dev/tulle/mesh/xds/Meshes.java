package dev.tulle.mesh.xds;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.Origin;
import dev.tulle.mesh.model.Backend;
import dev.tulle.mesh.model.CaptureMode;
import dev.tulle.mesh.model.EdgeGateway;
import dev.tulle.mesh.model.EdgeServer;
import dev.tulle.mesh.model.EdgeServer.EdgeHost;
import dev.tulle.mesh.model.FaultInjection;
import dev.tulle.mesh.model.HeaderChanges;
import dev.tulle.mesh.model.HostMatch;
import dev.tulle.mesh.model.InboundPort;
import dev.tulle.mesh.model.MeshEndpoint;
import dev.tulle.mesh.model.MeshEndpoint.Transport;
import dev.tulle.mesh.model.MeshModel;
import dev.tulle.mesh.model.MeshService;
import dev.tulle.mesh.model.MeshServicePort;
import dev.tulle.mesh.model.Protocol;
import dev.tulle.mesh.model.ProxyRole;
import dev.tulle.mesh.model.RouteAction;
import dev.tulle.mesh.model.RouteAction.Forward;
import dev.tulle.mesh.model.RouteAction.Rewrite;
import dev.tulle.mesh.model.RouteMatch;
import dev.tulle.mesh.model.RouteRetry;
import dev.tulle.mesh.model.RouteRule;
import dev.tulle.mesh.model.ServiceHost;
import dev.tulle.mesh.model.ServiceSubset;
import dev.tulle.mesh.model.SpiffeId;
import dev.tulle.mesh.model.SubsetName;
import dev.tulle.mesh.model.Timeout;
import dev.tulle.mesh.model.TrafficPolicy;
import dev.tulle.mesh.model.WeightedBackend;
import dev.tulle.mesh.model.Workload;
import dev.tulle.mesh.model.WorkloadKey;
import dev.tulle.mesh.model.WorkloadLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Meshes written by hand. */
public final class Meshes {
    public static final String TRUST_DOMAIN = "cluster.local";

    private Meshes() {}

    /** A service's host in its namespace of the same name. */
    public static ServiceHost host(String name) {
        return new ServiceHost(name + "." + name + ".svc.cluster.local");
    }

    public static WorkloadLabels telemetry(String workload, String namespace, String version) {
        return new WorkloadLabels(workload, namespace, namespace, version, namespace, version);
    }

    /** A service with one HTTP port 8081 and these endpoints. */
    public static MeshService service(String name, List<MeshEndpoint> endpoints) {
        return new MeshService(
                host(name),
                new ConfigKey("", "Service", name, name),
                List.of(new MeshServicePort(
                        "http-web", 8081, Protocol.HTTP, TrafficPolicy.DEFAULT, new TreeMap<>(), List.of())),
                endpoints,
                List.of(SpiffeId.of(TRUST_DOMAIN, name, name)),
                new TreeMap<>(),
                List.of());
    }

    public static MeshEndpoint endpoint(String address, int port, String service, String version, Transport transport) {
        var ports = new TreeMap<Integer, Integer>();
        ports.put(8081, port);
        return new MeshEndpoint(
                address,
                ports,
                Map.of("app", service, "version", version),
                telemetry(service + "-" + version, service, version),
                transport);
    }

    /** The same service with another traffic policy on its port. */
    public static MeshService withPolicy(MeshService service, TrafficPolicy policy) {
        return withPort(
                service,
                port -> new MeshServicePort(
                        port.name(), port.number(), port.protocol(), policy, port.subsetPolicies(), port.rules()));
    }

    /** The same service with these rules on its port. */
    public static MeshService withRules(MeshService service, RouteRule... rules) {
        return withPort(
                service,
                port -> new MeshServicePort(
                        port.name(),
                        port.number(),
                        port.protocol(),
                        port.policy(),
                        port.subsetPolicies(),
                        List.of(rules)));
    }

    /** The same service with subsets by the label version. */
    public static MeshService withSubsets(MeshService service, String... versions) {
        var subsets = new TreeMap<SubsetName, ServiceSubset>();
        for (var version : versions) {
            subsets.put(
                    new SubsetName(version), new ServiceSubset(new SubsetName(version), Map.of("version", version)));
        }
        return new MeshService(
                service.host(),
                service.source(),
                service.ports(),
                service.endpoints(),
                service.identities(),
                subsets,
                List.of(new ConfigKey(
                        "networking.istio.io",
                        "DestinationRule",
                        service.source().namespace(),
                        "subsets")));
    }

    private static MeshService withPort(MeshService service, UnaryOperator<MeshServicePort> change) {
        return new MeshService(
                service.host(),
                service.source(),
                service.ports().stream().map(change).toList(),
                service.endpoints(),
                service.identities(),
                service.subsets(),
                service.policySources());
    }

    public static Backend backend(String service, Optional<String> subset) {
        return new Backend.Service(host(service), 8081, subset.map(SubsetName::new));
    }

    public static WeightedBackend share(Backend backend, int weight) {
        return new WeightedBackend(backend, weight, HeaderChanges.NONE);
    }

    public static Forward forward(WeightedBackend... backends) {
        return new Forward(List.of(backends), new Timeout.Unset(), new RouteRetry.Default(), Rewrite.NONE, List.of());
    }

    public static RouteRule rule(String name, RouteAction action) {
        return rule(name, RouteMatch.ANY, action);
    }

    public static RouteRule rule(String name, RouteMatch match, RouteAction action) {
        return new RouteRule(
                name,
                new ConfigKey("networking.istio.io", "VirtualService", "servicec", "servicec-route"),
                1,
                new Origin.File("rules.yaml", 1),
                List.of(match),
                action,
                HeaderChanges.NONE,
                Optional.empty());
    }

    public static RouteRule withFault(RouteRule rule, FaultInjection fault) {
        return new RouteRule(
                rule.name(),
                rule.source(),
                rule.generation(),
                rule.origin(),
                rule.matches(),
                rule.action(),
                rule.headers(),
                Optional.of(fault));
    }

    public static Workload sidecar(String name, String proxyAddress, String applicationAddress, int port) {
        return new Workload(
                new WorkloadKey(name, name + "-0"),
                Map.of("app", name),
                telemetry(name, name, "v1"),
                SpiffeId.of(TRUST_DOMAIN, name, name),
                name,
                proxyAddress,
                List.of(new InboundPort(port, Protocol.HTTP, host(name), 8081)),
                new CaptureMode.Explicit(proxyAddress, applicationAddress, Optional.empty()),
                new ProxyRole.Sidecar());
    }

    /** A gateway pod; without an application's port it routes by itself. */
    public static Workload gateway(String proxyAddress, String applicationAddress, OptionalInt applicationPort) {
        var targetPorts = new TreeMap<Integer, Integer>();
        targetPorts.put(80, 8080);
        return new Workload(
                new WorkloadKey("istio-system", "gateway-0"),
                Map.of("istio", "ingressgateway"),
                telemetry("gateway", "istio-system", "v1"),
                SpiffeId.of(TRUST_DOMAIN, "istio-system", "gateway"),
                "gateway",
                proxyAddress,
                List.of(),
                new CaptureMode.Explicit(proxyAddress, applicationAddress, Optional.empty()),
                new ProxyRole.Edge(applicationPort, targetPorts));
    }

    /** A Gateway for every host on port 80 with these rules. */
    public static EdgeGateway edge(RouteRule... rules) {
        return new EdgeGateway(
                new ConfigKey("networking.istio.io", "Gateway", "servicea", "servicea-gateway"),
                Map.of("istio", "ingressgateway"),
                List.of(new EdgeServer(
                        "http",
                        80,
                        Protocol.HTTP,
                        List.of(new HostMatch.Any()),
                        List.of(new EdgeHost(new HostMatch.Any(), List.of(rules))))));
    }

    public static MeshModel mesh(List<MeshService> services, List<Workload> workloads, EdgeGateway... gateways) {
        var byHost = new TreeMap<ServiceHost, MeshService>();
        services.forEach(service -> byHost.put(service.host(), service));
        var byKey = new TreeMap<WorkloadKey, Workload>();
        workloads.forEach(workload -> byKey.put(workload.key(), workload));
        return new MeshModel(TRUST_DOMAIN, byHost, byKey, new ArrayList<>(List.of(gateways)));
    }
}
