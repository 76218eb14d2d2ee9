/**
 * Strict reading of one object. A {@link dev.tulle.mesh.config.ConfigObject} comes in; typed values go out, and a
 * {@link dev.tulle.mesh.config.Problem} with line, field path and expectation for every field that is unknown, misplaced, of
 * the wrong type or out of range. It knows how to read and not what any kind means.
 */
@NullMarked
package dev.tulle.mesh.translate.strict;

import org.jspecify.annotations.NullMarked;
