/**
 * The subcommands of {@code tulle}: options in, text or JSON out. They find the mesh by its state directory or by a
 * kubeconfig and then know it as a {@link dev.tulle.cli.client.Mesh} only; none of them leaves a process running.
 */
@NullMarked
package dev.tulle.cli.command;

import org.jspecify.annotations.NullMarked;
