/**
 * Envoy's listeners: the ports that a proxy opens, one class per kind, each with the filter chains behind it. Every address
 * belongs to one proxy, so listeners are built per proxy; what stands in them is the same for all.
 */
@NullMarked
package dev.tulle.mesh.xds.listener;

import org.jspecify.annotations.NullMarked;
