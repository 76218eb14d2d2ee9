package dev.tulle.controlplane.push;

import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.model.MeshModel;
import dev.tulle.mesh.model.WorkloadKey;
import dev.tulle.mesh.translate.Translation;
import dev.tulle.mesh.xds.ResourceSet;
import java.util.List;
import java.util.function.Function;

/** What a snapshot means for each proxy. Thread: called only from the push loop. */
public interface Meaning {
    /** What is wrong with one object, whatever others there are. */
    List<Problem> check(ConfigObject object);

    Translation translate(ConfigSnapshot snapshot);

    /** What each workload's proxy shall have; empty for a workload that the model does not know. */
    Function<WorkloadKey, ResourceSet> build(MeshModel model);
}
