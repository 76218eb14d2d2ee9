/**
 * Operating-system processes that can be found again. Each child writes its pid and start time to a record of its own before it
 * becomes the program, and carries a mark in its environment; so whatever a supervisor left behind, even one that was killed, is
 * found and stopped, and a pid that was given to somebody else is never touched. Nothing here knows of pods or Envoy. Linux only.
 */
@NullMarked
package dev.tulle.cli.process;

import org.jspecify.annotations.NullMarked;
