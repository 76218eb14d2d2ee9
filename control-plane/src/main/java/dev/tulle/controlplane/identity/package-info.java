/**
 * Who a proxy is, and how it proves it. A token comes in on the stream and a service account goes out; a SPIFFE ID comes in and
 * a short-lived certificate goes out as a secret of SDS. The key of the CA is the one thing on disk; keys of workloads live in
 * memory only and show themselves nowhere. This package knows nothing of streams, models or rules.
 */
@NullMarked
package dev.tulle.controlplane.identity;

import org.jspecify.annotations.NullMarked;
