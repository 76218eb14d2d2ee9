/**
 * The cluster as a source, and as a place to write to. Informers of fabric8 come in and snapshots go out, pruned to what the
 * mesh reads; tokens are reviewed by the API server; the replica that holds the Lease writes status, root certificates and
 * webhook bundles. No other package has a client of Kubernetes, and this one knows no field that a rule of the mesh has.
 */
@NullMarked
package dev.tulle.controlplane.kubernetes;

import org.jspecify.annotations.NullMarked;
