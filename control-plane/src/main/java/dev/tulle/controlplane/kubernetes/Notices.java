package dev.tulle.controlplane.kubernetes;

import java.util.Map;

/** What the control plane has to say to the cluster. Thread: asked from the writer's. */
public interface Notices {
    /** The data of ConfigMap {@code istio-ca-root-cert}, by key. */
    Map<String, String> rootConfigMap();

    /** The roots that are trusted, PEM. */
    String roots();
}
