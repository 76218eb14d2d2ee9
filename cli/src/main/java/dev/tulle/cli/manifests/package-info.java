/**
 * From Kubernetes manifests to what shall run on this machine. Deployments and Services come in as raw documents;
 * {@link dev.tulle.cli.manifests.WorkloadSpec}s and {@link dev.tulle.mesh.config.Problem}s go out. Whatever a local process
 * cannot honour is a problem of that one workload, never silence. Nothing here starts a process.
 */
@NullMarked
package dev.tulle.cli.manifests;

import org.jspecify.annotations.NullMarked;
