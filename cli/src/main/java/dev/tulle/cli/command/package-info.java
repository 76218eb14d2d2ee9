/**
 * The subcommands of {@code tulle}: options in, text or JSON out. They find the mesh by its state directory and ask the control
 * plane and the proxies over HTTP; none of them keeps a process running.
 */
@NullMarked
package dev.tulle.cli.command;

import org.jspecify.annotations.NullMarked;
