package dev.tulle.controlplane.kubernetes;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Who this replica is in the cluster; its pod's manifest sets both. */
@ConfigMapping(prefix = "pod")
public interface KubernetesSettings {
    /** The pod, {@code POD_NAME}; it holds the Lease under that name. */
    @WithDefault("tulle")
    String name();

    /** Where the control plane lives, {@code POD_NAMESPACE}: its Secret, its Lease. */
    @WithDefault("istio-system")
    String namespace();
}
