package dev.tulle.mesh.xds.endpoint;

import dev.tulle.mesh.model.MeshEndpoint;
import dev.tulle.mesh.model.MeshEndpoint.Transport;
import dev.tulle.mesh.model.MeshService;
import dev.tulle.mesh.model.MeshServicePort;
import dev.tulle.mesh.model.SubsetName;
import dev.tulle.mesh.model.WorkloadLabels;
import dev.tulle.mesh.xds.cluster.ClusterName;
import dev.tulle.mesh.xds.cluster.HeadlessInstances;
import dev.tulle.mesh.xds.cluster.UpstreamTransports;
import dev.tulle.mesh.xds.filter.TelemetryLabels;
import dev.tulle.mesh.xds.wire.ProtoValues;
import dev.tulle.mesh.xds.wire.Structs;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The endpoints of one service's clusters, one answer for each of {@link dev.tulle.mesh.xds.cluster.OutboundClusters}, also for
 * a cluster without any: Envoy waits for it. Source: envoy.config.endpoint.v3.ClusterLoadAssignment.
 */
public final class LoadAssignments {
    private LoadAssignments() {}

    /** In the order of the clusters. */
    public static List<ClusterLoadAssignment> of(MeshService service) {
        var assignments = new ArrayList<ClusterLoadAssignment>();
        for (var port : service.ports()) {
            assignments.add(assignment(service, port, Optional.empty(), Map.of()));
            for (var subset : service.subsets().values()) {
                assignments.add(assignment(service, port, Optional.of(subset.name()), subset.labels()));
            }
        }
        return assignments;
    }

    private static ClusterLoadAssignment assignment(
            MeshService service, MeshServicePort port, Optional<SubsetName> subset, Map<String, String> labels) {
        var locality = LocalityLbEndpoints.newBuilder();
        for (var endpoint : service.endpoints()) {
            if (endpoint.labels().entrySet().containsAll(labels.entrySet())) {
                Optional.ofNullable(endpoint.ports().get(port.number()))
                        .ifPresent(number -> locality.addLbEndpoints(endpoint(service, endpoint, number)));
            }
        }
        var assignment = ClusterLoadAssignment.newBuilder()
                .setClusterName(ClusterName.outbound(service.host(), port.number(), subset)
                        .name());
        if (locality.getLbEndpointsCount() > 0) {
            assignment.addEndpoints(locality);
        }
        return assignment.build();
    }

    private static LbEndpoint endpoint(MeshService service, MeshEndpoint endpoint, int port) {
        var metadata = HeadlessInstances.areIn(service)
                ? HeadlessInstances.at(endpoint.address()).toBuilder()
                : Metadata.newBuilder();
        if (endpoint.transport(port) == Transport.MUTUAL_TLS) {
            metadata.putFilterMetadata(
                    "envoy.transport_socket_match",
                    Structs.of(UpstreamTransports.TLS_MODE, Structs.text(UpstreamTransports.MESH_TLS)));
        }
        metadata.putFilterMetadata(TelemetryLabels.METADATA, Structs.texts(names(endpoint.telemetry())));
        return LbEndpoint.newBuilder()
                .setEndpoint(Endpoint.newBuilder().setAddress(ProtoValues.socket(endpoint.address(), port)))
                .setMetadata(metadata)
                .build();
    }

    private static SequencedMap<String, String> names(WorkloadLabels telemetry) {
        var names = new LinkedHashMap<String, String>();
        names.put("workload", telemetry.workload());
        names.put("namespace", telemetry.namespace());
        names.put("app", telemetry.app());
        names.put("version", telemetry.version());
        names.put("canonical_service", telemetry.canonicalService());
        names.put("canonical_revision", telemetry.canonicalRevision());
        return names;
    }
}
