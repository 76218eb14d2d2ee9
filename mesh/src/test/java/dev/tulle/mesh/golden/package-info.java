/**
 * Config to model to resources, one folder per case under {@code src/test/resources/golden/<feature>/<case>/}; nothing is
 * registered in Java. {@code -Dgolden.rewrite=true} writes what comes out; the difference is the review.
 */
@NullMarked
package dev.tulle.mesh.golden;

import org.jspecify.annotations.NullMarked;
