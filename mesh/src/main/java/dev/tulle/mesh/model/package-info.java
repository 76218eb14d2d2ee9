/**
 * The mesh model: what the mesh shall do, in records and sealed types, whichever API said so. The translator makes it from a
 * {@link dev.tulle.mesh.config.ConfigSnapshot}; xds and explain read it. It imports the JDK, jspecify and the names of
 * config (keys and origins, so that every rule knows who wrote it) and knows neither Kubernetes nor Envoy. A broken reference
 * is a value ({@link dev.tulle.mesh.model.Backend.Invalid}), not an exception.
 */
@NullMarked
package dev.tulle.mesh.model;

import org.jspecify.annotations.NullMarked;
