/** Real Envoys for tests: a resource set becomes a static config, so that no control plane is needed to see how it behaves. */
@NullMarked
package dev.tulle.mesh.envoy;

import org.jspecify.annotations.NullMarked;
