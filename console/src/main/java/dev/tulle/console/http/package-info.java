/** HTTP towards the programs that the console reads: every call has a time limit and a size limit. */
@NullMarked
package dev.tulle.console.http;

import org.jspecify.annotations.NullMarked;
