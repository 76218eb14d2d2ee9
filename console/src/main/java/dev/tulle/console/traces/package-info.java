/** Traces as Zipkin has them. Read-only; what comes in and goes out is Zipkin's JSON, cut down to what the pages show. */
@NullMarked
package dev.tulle.console.traces;

import org.jspecify.annotations.NullMarked;
