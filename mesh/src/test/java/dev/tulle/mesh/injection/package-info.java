/** Pods in, pods out: one folder of {@code golden/injection} per case, and what they must have in common. */
@NullMarked
package dev.tulle.mesh.injection;

import org.jspecify.annotations.NullMarked;
