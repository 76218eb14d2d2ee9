/**
 * A mesh in a Kubernetes cluster, reached with the user's kubeconfig and nothing else: objects through the API server, the control
 * plane and the proxies through port-forwards of our own. Objects are JSON as the server gives it. No other package knows the
 * Kubernetes client.
 */
@NullMarked
package dev.tulle.cli.kubernetes;

import org.jspecify.annotations.NullMarked;
