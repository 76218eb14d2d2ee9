/**
 * The sidecar's injection. A pod (or a workload's template of one) comes in as it was written, with the labels of its namespace;
 * the same pod goes out with the proxy in it, or the reason why not, or what in its annotations must be corrected first. The
 * webhook and {@code tulle kube-inject} both call this, so that their pods are equal. It knows no cluster: what it needs to know
 * of one stands in {@link dev.tulle.mesh.injection.InjectionSettings}.
 */
@NullMarked
package dev.tulle.mesh.injection;

import org.jspecify.annotations.NullMarked;
