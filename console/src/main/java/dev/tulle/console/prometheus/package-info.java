/**
 * What Prometheus says of the mesh's traffic. Questions are PromQL over Istio's standard metrics, answers are plain samples. This
 * package knows no graph.
 */
@NullMarked
package dev.tulle.console.prometheus;

import org.jspecify.annotations.NullMarked;
