/**
 * Looks at everything that is there and says what its owner would not expect: the problems of the translation, and what no single
 * object shows (a pod from before its namespace's label, a probe that a proxy answers). Objects come in, {@link
 * dev.tulle.mesh.config.Problem}s go out, with the ids of Istio and Kiali where they mean the same. This package changes nothing
 * and knows no server.
 */
@NullMarked
package dev.tulle.mesh.validation;

import org.jspecify.annotations.NullMarked;
