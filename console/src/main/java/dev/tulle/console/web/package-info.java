/** What the browser may ask: pages as static files, data as JSON, live graphs as server-sent events. Only GET. */
@NullMarked
package dev.tulle.console.web;

import org.jspecify.annotations.NullMarked;
