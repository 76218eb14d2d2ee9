package dev.tulle.mesh.translate;

import dev.tulle.mesh.model.MeshEndpoint;
import dev.tulle.mesh.model.ServiceHost;
import dev.tulle.mesh.model.SpiffeId;
import dev.tulle.mesh.translate.kubernetes.Services.ServiceSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * Who is behind each service. Where the instances of a service are those of the last time, so is its population.
 *
 * <p>Thread: used by one thread at a time.
 */
final class Populations {
    private Map<ServiceHost, Population> last = Map.of();

    /**
     * The instances of one service.
     *
     * @param inputs what it was made from
     * @param endpoints ready ones, sorted by address
     * @param identities of all, sorted
     */
    record Population(List<?> inputs, List<MeshEndpoint> endpoints, List<SpiffeId> identities) {}

    Map<ServiceHost, Population> of(NavigableMap<ServiceHost, ServiceSpec> services, Endpoints endpoints) {
        var populations = new HashMap<ServiceHost, Population>();
        services.forEach((host, service) -> {
            var inputs = new ArrayList<Object>();
            inputs.add(service);
            inputs.addAll(endpoints.inputs(service));
            var population = Optional.ofNullable(last.get(host))
                    .filter(before -> Stage.areSame(before.inputs(), inputs))
                    .orElseGet(() -> new Population(inputs, endpoints.of(service), endpoints.identities(service)));
            populations.put(host, population);
        });
        last = populations;
        return populations;
    }
}
