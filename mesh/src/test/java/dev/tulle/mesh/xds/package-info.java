@NullMarked
package dev.tulle.mesh.xds;

import org.jspecify.annotations.NullMarked;
