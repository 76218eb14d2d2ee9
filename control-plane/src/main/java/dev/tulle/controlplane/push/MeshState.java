package dev.tulle.controlplane.push;

import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.model.MeshModel;
import dev.tulle.mesh.model.WorkloadKey;
import dev.tulle.mesh.xds.ResourceSet;
import java.util.List;
import java.util.function.Function;

/**
 * What is in force at one moment. Immutable, but for the resources, which only the push loop may ask.
 *
 * @param sequence counts models from 1; 0 is before the first
 * @param incoming as the source has it
 * @param model what it means
 * @param resources what proxies get of it
 * @param problems of the source and of the translation, sorted
 */
record MeshState(
        long sequence,
        ConfigSnapshot incoming,
        MeshModel model,
        Function<WorkloadKey, ResourceSet> resources,
        List<Problem> problems) {
    MeshState {
        problems = List.copyOf(problems);
    }
}
