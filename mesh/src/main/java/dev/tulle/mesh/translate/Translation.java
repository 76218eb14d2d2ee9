package dev.tulle.mesh.translate;

import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.model.MeshModel;
import java.util.List;

/**
 * What a snapshot means.
 *
 * @param model the mesh
 * @param problems sorted; empty when all is well
 */
public record Translation(MeshModel model, List<Problem> problems) {
    public Translation {
        problems = List.copyOf(problems);
    }
}
