/**
 * The control plane as a whole: {@link dev.tulle.controlplane.ControlPlane} lists the stages in order, {@link
 * dev.tulle.controlplane.Startup} gives it its settings and starts it with Quarkus.
 */
@NullMarked
package dev.tulle.controlplane;

import org.jspecify.annotations.NullMarked;
