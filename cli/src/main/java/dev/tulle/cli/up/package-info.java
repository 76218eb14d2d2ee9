/**
 * {@code tulle up}: the supervisor. Manifests come in, processes run: the control plane, Prometheus, Zipkin, and for every pod
 * an Envoy and its application, probed and restarted as a kubelet would. One thread ({@link dev.tulle.cli.up.Loop}) owns all
 * that changes; exits, probe answers and file changes are posted to it. What a pod is told to the control plane is its Pod
 * document; nothing else passes between the two but tokens and certificates.
 */
@NullMarked
package dev.tulle.cli.up;

import org.jspecify.annotations.NullMarked;
