/**
 * What is wrong with a running mesh, each fault with its id, its object, its cause and what to do. One class per question; each asks
 * and answers for itself, so that one that cannot be answered hides no other. Read-only.
 */
@NullMarked
package dev.tulle.console.doctor;

import org.jspecify.annotations.NullMarked;
