/**
 * What users wrote, and where. YAML or JSON documents come in; immutable {@link dev.tulle.mesh.config.ConfigObject}s in a
 * {@link dev.tulle.mesh.config.ConfigSnapshot} go out, each value with the line it stands on, and a
 * {@link dev.tulle.mesh.config.Problem} for whatever cannot be read. Nothing here knows what a field means, and no client
 * of Kubernetes or of a file system is known here.
 */
@NullMarked
package dev.tulle.mesh.config;

import org.jspecify.annotations.NullMarked;
