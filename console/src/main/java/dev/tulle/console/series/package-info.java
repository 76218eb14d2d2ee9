/** How one node or edge has fared: its name out of a link becomes PromQL, the answer becomes the side panel's charts. */
@NullMarked
package dev.tulle.console.series;

import org.jspecify.annotations.NullMarked;
