package dev.tulle.mesh.translate;

import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.config.Problem.Severity;
import dev.tulle.mesh.config.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Objects of kinds that Tulle does not read. Those that a mesh should heed are refused, the others are none of its business. */
final class OtherKinds {
    private static final String WITHOUT_EFFECT = "the object has no effect";
    /** The groups whose every kind speaks about a mesh. */
    private static final Map<String, Set<String>> MESH_KINDS = Map.of(
            "networking.istio.io",
            Set.of(
                    "VirtualService",
                    "DestinationRule",
                    "Gateway",
                    "WorkloadEntry",
                    "ServiceEntry",
                    "Sidecar",
                    "WorkloadGroup",
                    "EnvoyFilter",
                    "ProxyConfig"),
            "security.istio.io",
            Set.of("PeerAuthentication", "AuthorizationPolicy", "RequestAuthentication"),
            "telemetry.istio.io",
            Set.of("Telemetry"),
            "extensions.istio.io",
            Set.of("WasmPlugin", "TrafficExtension"),
            "gateway.networking.k8s.io",
            Set.of(
                    "Gateway",
                    "GatewayClass",
                    "HTTPRoute",
                    "GRPCRoute",
                    "TCPRoute",
                    "TLSRoute",
                    "UDPRoute",
                    "ReferenceGrant",
                    "BackendTLSPolicy",
                    "ListenerSet"));
    /** Kinds of Kubernetes' core groups that say nothing about a mesh. */
    private static final Map<String, Set<String>> PLAIN_KINDS = Map.of(
            "",
            Set.of(
                    "ConfigMap",
                    "Secret",
                    "ServiceAccount",
                    "Namespace",
                    "Endpoints",
                    "Event",
                    "LimitRange",
                    "Node",
                    "PersistentVolume",
                    "PersistentVolumeClaim",
                    "PodTemplate",
                    "ReplicationController",
                    "ResourceQuota",
                    "Pod",
                    "Service"),
            "apps",
            Set.of("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "ControllerRevision"));

    private OtherKinds() {}

    static List<Problem> check(ConfigObject object) {
        var group = object.key().group();
        var kind = object.key().kind();
        var meshKinds = MESH_KINDS.get(group);
        if (meshKinds != null) {
            return List.of(problem(
                    object,
                    Severity.ERROR,
                    meshKinds.contains(kind)
                            ? kind + " is not supported yet, expected none"
                            : "unknown kind " + kind + " in " + group + Suggestion.of(kind, meshKinds)));
        }
        var plainKinds = PLAIN_KINDS.get(group);
        if (plainKinds != null) {
            var suggestion = Suggestion.of(kind, plainKinds);
            return plainKinds.contains(kind)
                    ? List.of()
                    : List.of(problem(object, Severity.ERROR, "unknown kind " + kind + suggestion));
        }
        var suggestion = Suggestion.of(group, MESH_KINDS.keySet());
        return suggestion.isEmpty()
                ? List.of()
                : List.of(problem(object, Severity.ERROR, "unknown group " + group + suggestion));
    }

    private static Problem problem(ConfigObject object, Severity severity, String message) {
        return new Problem(severity, "", Optional.of(object.key()), object.origin(), "kind", message, WITHOUT_EFFECT);
    }
}
