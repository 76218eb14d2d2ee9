/** Service B of the walkthrough: one greeting on {@code /}. It knows nothing of the mesh. */
@NullMarked
package dev.tulle.serviceb;

import org.jspecify.annotations.NullMarked;
