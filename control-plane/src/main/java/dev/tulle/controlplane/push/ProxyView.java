package dev.tulle.controlplane.push;

import dev.tulle.mesh.model.WorkloadKey;
import dev.tulle.mesh.xds.ResourceType;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * One connected proxy, for people and tools.
 *
 * @param workload its pod
 * @param nodeId as it wrote it
 * @param envoyVersion {@code 1.40.0}, empty when unknown
 * @param peer where it connects from
 * @param since when its stream began
 * @param types how far each type is
 * @param refusals what it refused, by resource, with Envoy's words
 */
public record ProxyView(
        WorkloadKey workload,
        String nodeId,
        String envoyVersion,
        String peer,
        Instant since,
        Map<ResourceType, TypeView> types,
        Map<ResourceId, String> refusals) {
    /**
     * One type on one stream.
     *
     * @param sent nonce of the last response, empty when there was none
     * @param accepted nonce of the last ACK
     * @param held resources it shall have
     * @param behind of those, or beyond them, how many it is not known to have exactly so
     */
    public record TypeView(String sent, String accepted, int held, int behind) {}

    public ProxyView {
        types = Map.copyOf(types);
        refusals = Map.copyOf(refusals);
    }

    /** As it stands now. */
    static ProxyView of(ProxyConnection connection) {
        var types = new EnumMap<ResourceType, TypeView>(ResourceType.class);
        for (var type : ResourceType.values()) {
            var subscription = connection.subscription(type);
            types.put(
                    type,
                    new TypeView(
                            subscription.inFlight().lastSent(),
                            subscription.inFlight().lastAccepted(),
                            subscription.active() ? subscription.target().size() : 0,
                            subscription.behind().size()));
        }
        var identity = connection.identity();
        return new ProxyView(
                identity.workload(),
                identity.nodeId(),
                identity.envoyVersion(),
                connection.stream().peer(),
                connection.since(),
                types,
                connection.refusals());
    }
}
