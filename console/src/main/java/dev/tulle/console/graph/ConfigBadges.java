package dev.tulle.console.graph;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tulle.console.mesh.MeshConfig;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Which rules act on a node? Those of VirtualServices and DestinationRules, by the service that they are for. */
final class ConfigBadges implements GraphStep {
    private final NavigableMap<ServiceName, NavigableMap<Badge, NavigableSet<String>>> found = new TreeMap<>();

    ConfigBadges(MeshConfig config) {
        config.istio("VirtualService").forEach(this::virtualService);
        config.istio("DestinationRule").forEach(this::destinationRule);
    }

    @Override
    public TrafficGraph apply(TrafficGraph graph) {
        var all = graph;
        for (var entry : found.entrySet()) {
            var targets = targets(graph, entry.getKey());
            all = all.withNodes(node -> targets.contains(node.key()) ? with(node, entry.getValue()) : node);
        }
        return all;
    }

    private static GraphNode with(GraphNode node, NavigableMap<Badge, NavigableSet<String>> badges) {
        var more = node;
        for (var badge : badges.entrySet()) {
            more = more.with(badge.getKey(), badge.getValue());
        }
        return more;
    }

    /** The service's own node; where the graph shows none, whatever is called by its name. */
    private static NavigableSet<NodeKey> targets(TrafficGraph graph, ServiceName service) {
        var node = new NodeKey(NodeKind.SERVICE, service.namespace(), service.name(), "");
        var targets = new TreeSet<NodeKey>();
        if (graph.nodes().containsKey(node)) {
            targets.add(node);
            return targets;
        }
        var host = service.name() + "." + service.namespace() + ".";
        graph.edges().forEach((edge, traffic) -> {
            if (traffic.hosts().stream().anyMatch(name -> name.startsWith(host))) {
                targets.add(edge.target());
            }
        });
        return targets;
    }

    private void virtualService(JsonNode object) {
        var namespace = MeshConfig.namespace(object);
        var title = MeshConfig.title(object);
        var hosts = new TreeSet<ServiceName>();
        object.path("spec").path("hosts").forEach(host -> service(host.asText(), namespace, hosts));
        for (var route : object.path("spec").path("http")) {
            var targets = hosts.isEmpty() ? destinations(route, namespace) : hosts;
            for (var target : targets) {
                badges(route).forEach(badge -> add(target, badge, title));
            }
        }
    }

    private static List<Badge> badges(JsonNode route) {
        var badges = new TreeSet<Badge>();
        if (!route.path("fault").isMissingNode()) {
            badges.add(Badge.FAULT_INJECTION);
        }
        if (!route.path("timeout").isMissingNode()) {
            badges.add(Badge.TIMEOUT);
        }
        if (!route.path("mirror").isMissingNode() || !route.path("mirrors").isMissingNode()) {
            badges.add(Badge.MIRRORING);
        }
        if (!route.path("match").isMissingNode()) {
            badges.add(Badge.ROUTING);
        }
        var weighted = StreamSupport.stream(route.path("route").spliterator(), false)
                .filter(destination -> !destination.path("weight").isMissingNode())
                .count();
        if (weighted > 1) {
            badges.add(Badge.TRAFFIC_SPLIT);
        }
        return List.copyOf(badges);
    }

    private static NavigableSet<ServiceName> destinations(JsonNode route, String namespace) {
        var services = new TreeSet<ServiceName>();
        route.path("route")
                .forEach(destination ->
                        service(destination.path("destination").path("host").asText(), namespace, services));
        return services;
    }

    private void destinationRule(JsonNode object) {
        var namespace = MeshConfig.namespace(object);
        var hosts = new TreeSet<ServiceName>();
        service(object.path("spec").path("host").asText(), namespace, hosts);
        var breaks = breaks(object.path("spec"))
                || StreamSupport.stream(object.path("spec").path("subsets").spliterator(), false)
                        .anyMatch(ConfigBadges::breaks);
        if (breaks) {
            hosts.forEach(host -> add(host, Badge.CIRCUIT_BREAKER, MeshConfig.title(object)));
        }
    }

    private static boolean breaks(JsonNode owner) {
        var policy = owner.path("trafficPolicy");
        return breaksHere(policy)
                || StreamSupport.stream(policy.path("portLevelSettings").spliterator(), false)
                        .anyMatch(ConfigBadges::breaksHere);
    }

    private static boolean breaksHere(JsonNode policy) {
        return !policy.path("connectionPool").isMissingNode()
                || !policy.path("outlierDetection").isMissingNode();
    }

    private void add(ServiceName service, Badge badge, String cause) {
        found.computeIfAbsent(service, none -> new TreeMap<>())
                .computeIfAbsent(badge, none -> new TreeSet<>())
                .add(cause);
    }

    /** Short names are of the object's own namespace; a wildcard names no service. */
    private static void service(String host, String namespace, NavigableSet<ServiceName> services) {
        if (host.isEmpty() || host.contains("*")) {
            return;
        }
        var parts = host.split("\\.", -1);
        var where = parts.length > 1 ? parts[1] : namespace;
        if (parts.length <= 2 || parts[2].equals("svc")) {
            services.add(new ServiceName(where, parts[0], ""));
        }
    }
}
