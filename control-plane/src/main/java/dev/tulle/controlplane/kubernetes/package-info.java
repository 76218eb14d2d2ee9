/**
 * The cluster as a source, and as a place to write to. Informers of fabric8 come in and snapshots go out, pruned to what the
 * mesh reads; tokens are reviewed by the API server; the replica that holds the Lease writes status, root certificates and
 * webhook bundles. No other package has a client of Kubernetes; of rules this one knows only where a Gateway names its Secrets.
 */
@NullMarked
package dev.tulle.controlplane.kubernetes;

import org.jspecify.annotations.NullMarked;
