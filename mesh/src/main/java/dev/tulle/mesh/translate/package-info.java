/**
 * From what users wrote to the mesh model. A {@link dev.tulle.mesh.config.ConfigSnapshot} comes in; a
 * {@link dev.tulle.mesh.model.MeshModel} and the {@link dev.tulle.mesh.config.Problem}s go out. It never fails as a whole: a
 * bad object yields problems, all others go out. Pure: no clock, no random, no input or output.
 */
@NullMarked
package dev.tulle.mesh.translate;

import org.jspecify.annotations.NullMarked;
