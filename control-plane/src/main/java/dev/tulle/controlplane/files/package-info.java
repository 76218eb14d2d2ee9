/**
 * Watched directories in, snapshots out. Every file below them is read when it changes and parsed into objects; what cannot be
 * read keeps its last good form and becomes a problem. The generation of an object counts its semantic changes and is kept
 * beside the files. This package knows no field of any object and nothing of proxies.
 */
@NullMarked
package dev.tulle.controlplane.files;

import org.jspecify.annotations.NullMarked;
