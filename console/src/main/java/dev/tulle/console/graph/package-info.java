/**
 * Prometheus' answers and the mesh's configuration in, a traffic graph out. {@link TrafficGraphs} lists the steps in order; each is
 * one pure call that answers one question about the graph. No clock, no socket, no layout here; sorted, so that equal input gives
 * equal output.
 */
@NullMarked
package dev.tulle.console.graph;

import org.jspecify.annotations.NullMarked;
