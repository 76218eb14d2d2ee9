/** Service C of the walkthrough: one greeting on {@code /}. It knows nothing of the mesh. */
@NullMarked
package dev.tulle.servicec;

import org.jspecify.annotations.NullMarked;
