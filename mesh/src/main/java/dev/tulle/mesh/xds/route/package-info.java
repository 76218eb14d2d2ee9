/**
 * Envoy's routes: a rule of the model becomes routes, a service's port and a gateway's host become virtual hosts, and virtual
 * hosts travel one by one (VHDS), so that a change of one rule sends little.
 */
@NullMarked
package dev.tulle.mesh.xds.route;

import org.jspecify.annotations.NullMarked;
