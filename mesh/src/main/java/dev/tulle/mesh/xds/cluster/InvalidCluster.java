package dev.tulle.mesh.xds.cluster;

import dev.tulle.mesh.model.Backend;
import dev.tulle.mesh.xds.filter.TelemetryLabels;
import dev.tulle.mesh.xds.wire.ProtoValues;
import dev.tulle.mesh.xds.wire.Structs;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;

/**
 * Where the share of a backend that does not exist goes: a cluster without endpoints. The client gets 503 with flag {@code UH};
 * metrics and access log name what was wanted. (A route to a cluster that does not exist would give 503 {@code NC}, but then
 * metrics have no destination at all, and it needs a route that Envoy may not check.)
 */
public final class InvalidCluster {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    /** A port or a subset may follow. */
    private static final Pattern END_OF_HOST = Pattern.compile("[: ]");

    private InvalidCluster() {}

    public static Cluster of(Backend.Invalid backend) {
        var names = new LinkedHashMap<String, String>();
        var host = END_OF_HOST.split(backend.wanted(), 2)[0];
        var labels = host.split("\\.", 3);
        names.put("host", host);
        names.put("name", labels[0]);
        names.put("namespace", labels.length > 1 ? labels[1] : "unknown");
        names.put("protocol", "http");
        return Cluster.newBuilder()
                .setName(ClusterName.invalid(backend.wanted()).name())
                .setType(DiscoveryType.STATIC)
                .setConnectTimeout(ProtoValues.duration(CONNECT_TIMEOUT))
                .setMetadata(Metadata.newBuilder().putFilterMetadata(TelemetryLabels.METADATA, Structs.texts(names)))
                .build();
    }
}
