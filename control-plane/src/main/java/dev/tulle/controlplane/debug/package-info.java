/**
 * How things stand, over HTTP: Istio's debug endpoints in the shape that its tools and Kiali read, receipts, metrics, version
 * and readiness. Only questions come in; answers are JSON. This package changes nothing and knows no key material.
 */
@NullMarked
package dev.tulle.controlplane.debug;

import org.jspecify.annotations.NullMarked;
