/**
 * Istio's networking objects, read strictly: one class per kind, each a pure function of one object. Short names are resolved in
 * the object's own namespace; whether what they name exists is not looked at here.
 */
@NullMarked
package dev.tulle.mesh.translate.istio;

import org.jspecify.annotations.NullMarked;
