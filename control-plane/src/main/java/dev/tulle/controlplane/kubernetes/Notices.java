package dev.tulle.controlplane.kubernetes;

import dev.tulle.controlplane.push.Receipt;
import dev.tulle.mesh.config.ConfigKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What the control plane has to say to the cluster. Thread: asked from the writer's. */
public interface Notices {
    /** The data of ConfigMap {@code istio-ca-root-cert}, by key. */
    Map<String, String> rootConfigMap();

    /** The roots that are trusted, PEM. */
    String roots();

    /** How far these objects have come, in the same order; one that is not known is so, too. */
    CompletableFuture<List<Receipt>> receipts(List<ConfigKey> keys);
}
