/**
 * The console: reads Prometheus, the control plane and Zipkin, changes nothing. Settings and what is made of them; the rest is in
 * prometheus, graph, layout, mesh, traces, live and web.
 */
@NullMarked
package dev.tulle.console;

import org.jspecify.annotations.NullMarked;
