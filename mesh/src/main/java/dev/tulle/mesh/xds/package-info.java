/**
 * From the mesh model to Envoy's resources. A {@link dev.tulle.mesh.model.MeshModel} and the proxy that asks come in; encoded
 * resources with the hash of their bytes as version go out, each with the objects it was made from. The same model gives the
 * same bytes. This package opens no socket, reads no clock and knows nothing of streams, ACKs or Kubernetes.
 */
@NullMarked
package dev.tulle.mesh.xds;

import org.jspecify.annotations.NullMarked;
