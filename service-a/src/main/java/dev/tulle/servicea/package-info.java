/**
 * Service A of the walkthrough: a GET on any path calls B, then C, and answers with both greetings around its own. The trace
 * headers of the request are handed on. This package knows nothing of the mesh: without one, the same program calls B and C
 * directly.
 */
@NullMarked
package dev.tulle.servicea;

import org.jspecify.annotations.NullMarked;
