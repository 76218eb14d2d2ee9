/**
 * The folder {@code .tulle/}: where each part of a running mesh keeps its files, and what is said about it in
 * {@code supervisor.json}. Files are replaced by rename, secrets are readable by their owner only. Nothing here starts or stops
 * a process.
 */
@NullMarked
package dev.tulle.cli.state;

import org.jspecify.annotations.NullMarked;
