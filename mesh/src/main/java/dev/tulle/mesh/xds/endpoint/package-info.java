/** Envoy's endpoints: for each outbound cluster the instances behind it, with what metrics and mutual TLS need to know of them. */
@NullMarked
package dev.tulle.mesh.xds.endpoint;

import org.jspecify.annotations.NullMarked;
