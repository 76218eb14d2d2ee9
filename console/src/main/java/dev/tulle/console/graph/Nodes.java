package dev.tulle.console.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Second step: calls become edges between the nodes of a graph type. */
final class Nodes {
    private static final NodeKey NO_CALLER = new NodeKey(NodeKind.UNKNOWN, "", "outside", "");
    private static final NodeKey NOWHERE = new NodeKey(NodeKind.UNKNOWN, "", "nowhere", "");

    private final GraphType type;
    private final ServiceNodes serviceNodes;
    private final NavigableMap<Peer, NavigableSet<ServiceName>> services = new TreeMap<>();
    private final NavigableMap<NodeKey, NavigableSet<String>> members = new TreeMap<>();
    private final NavigableMap<EdgeKey, Traffic> edges = new TreeMap<>();

    private Nodes(GraphType type, ServiceNodes serviceNodes) {
        this.type = type;
        this.serviceNodes = serviceNodes;
    }

    static TrafficGraph connect(NavigableMap<Call, Traffic> calls, GraphType type, ServiceNodes serviceNodes) {
        var nodes = new Nodes(type, serviceNodes);
        calls.keySet().forEach(nodes::learn);
        calls.forEach(nodes::connect);
        return nodes.graph();
    }

    private void learn(Call call) {
        if (call.destination().isKnown() && call.service().isKnown()) {
            services.computeIfAbsent(call.destination(), none -> new TreeSet<>())
                    .add(call.service());
        }
    }

    private void connect(Call call, Traffic traffic) {
        var targets = targets(call);
        for (var source : sources(call.source())) {
            var from = source;
            for (var target : targets) {
                edges.merge(new EdgeKey(from, target, call.protocol()), traffic, Traffic::plus);
                from = target;
            }
        }
    }

    /** In a service graph a caller is the service that it backs; a caller behind two services counts for both, as in Kiali. */
    private List<NodeKey> sources(Peer source) {
        if (!source.isKnown()) {
            return List.of(member(NO_CALLER, source));
        }
        if (type == GraphType.SERVICE && services.containsKey(source)) {
            var names = services.getOrDefault(source, new TreeSet<>());
            return names.stream().map(name -> member(service(name), source)).toList();
        }
        return List.of(member(end(source), source));
    }

    private List<NodeKey> targets(Call call) {
        var service = call.service();
        var destination = call.destination();
        var path = new ArrayList<NodeKey>();
        var onlyService = type == GraphType.SERVICE || !destination.isKnown();
        if (service.isKnown() && (onlyService || serviceNodes == ServiceNodes.SHOWN)) {
            path.add(service(service));
        }
        if (destination.isKnown() && (type != GraphType.SERVICE || !service.isKnown())) {
            path.add(member(end(destination), destination));
        } else if (destination.isKnown()) {
            member(service(service), destination);
        }
        if (path.isEmpty()) {
            path.add(NOWHERE);
        }
        return path;
    }

    private NodeKey end(Peer peer) {
        return switch (type) {
            case APP -> new NodeKey(NodeKind.APP, peer.namespace(), peer.appOrWorkload(), "");
            case VERSIONED_APP ->
                new NodeKey(
                        NodeKind.APP,
                        peer.namespace(),
                        peer.appOrWorkload(),
                        peer.version().equals(Peer.UNKNOWN) ? "" : peer.version());
            case WORKLOAD, SERVICE ->
                new NodeKey(
                        NodeKind.WORKLOAD,
                        peer.namespace(),
                        peer.workload().equals(Peer.UNKNOWN) ? peer.app() : peer.workload(),
                        "");
        };
    }

    private static NodeKey service(ServiceName service) {
        var namespace = service.namespace().equals(Peer.UNKNOWN) ? "" : service.namespace();
        return new NodeKey(NodeKind.SERVICE, namespace, service.name(), "");
    }

    private NodeKey member(NodeKey node, Peer peer) {
        var known = members.computeIfAbsent(node, none -> new TreeSet<>());
        if (!peer.workload().equals(Peer.UNKNOWN)) {
            known.add(peer.namespace() + "/" + peer.workload());
        }
        return node;
    }

    private TrafficGraph graph() {
        var nodes = new TreeMap<NodeKey, GraphNode>();
        edges.keySet().forEach(edge -> List.of(edge.source(), edge.target())
                .forEach(key -> nodes.put(
                        key,
                        new GraphNode(key, members.getOrDefault(key, new TreeSet<>()), new TreeMap<>(), Health.IDLE))));
        return new TrafficGraph(nodes, edges);
    }
}
