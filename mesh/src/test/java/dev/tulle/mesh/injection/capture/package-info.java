/** The rules of capture in real network namespaces, applied by the script of the proxy's image. */
@NullMarked
package dev.tulle.mesh.injection.capture;

import org.jspecify.annotations.NullMarked;
