/**
 * From the mesh model to the proxies. Snapshots and requests come in; one thread, the {@link
 * dev.tulle.controlplane.push.PushLoop}, owns the model, every stream and the ledger, and everything else only posts to it.
 * Encoded resources go out as shared bytes, in an order gated by ACKs so that no route ever names a cluster that is not warm;
 * what each proxy accepted or refused becomes a receipt. This package knows no file, no Kubernetes and no field of a rule.
 */
@NullMarked
package dev.tulle.controlplane.push;

import org.jspecify.annotations.NullMarked;
