/**
 * What every Envoy message needs: extensions packed by hand (packing by descriptor fails in a native image), durations, structs,
 * addresses and the references to secrets. It knows Envoy's core messages and nothing of the mesh.
 */
@NullMarked
package dev.tulle.mesh.xds.wire;

import org.jspecify.annotations.NullMarked;
