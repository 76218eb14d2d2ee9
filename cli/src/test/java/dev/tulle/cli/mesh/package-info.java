/** The whole mesh, started by the command as a user would, with real Envoys, Prometheus and Zipkin, and asked from outside. */
@NullMarked
package dev.tulle.cli.mesh;

import org.jspecify.annotations.NullMarked;
