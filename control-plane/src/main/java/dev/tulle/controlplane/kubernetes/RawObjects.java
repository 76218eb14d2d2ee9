package dev.tulle.controlplane.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapper;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Has the client read watched objects as they are written, whatever their kind: a bean per kind would be built only to be taken
 * apart again, and would drop what it does not know.
 */
@Singleton
public final class RawObjects {
    /** What the client reads and writes JSON with. */
    @Produces
    @Singleton
    KubernetesSerialization serialization(@KubernetesClientObjectMapper ObjectMapper mapper) {
        return of(mapper);
    }

    static KubernetesSerialization of(ObjectMapper mapper) {
        var serialization = new KubernetesSerialization(mapper, false);
        // The client itself knows an error by that class.
        serialization.registerKubernetesResource(Status.class);
        return serialization;
    }
}
