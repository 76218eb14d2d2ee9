/**
 * One poll of Prometheus per time window, shared by all who look at it; its answers go to each viewer as the graph that it wants.
 * Nobody looks: nothing is asked.
 */
@NullMarked
package dev.tulle.console.live;

import org.jspecify.annotations.NullMarked;
