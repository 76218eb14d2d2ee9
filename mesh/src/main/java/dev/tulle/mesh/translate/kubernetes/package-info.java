/**
 * What Kubernetes' own objects say about the mesh: one class per kind, each a pure function of one object. It does not look at
 * any other object; linking them is the translator's work.
 */
@NullMarked
package dev.tulle.mesh.translate.kubernetes;

import org.jspecify.annotations.NullMarked;
