/**
 * Places boxes and links by ELK's layered algorithm. Positions depend on the topology alone, so a graph whose traffic changes does
 * not move. Knows nothing of traffic.
 */
@NullMarked
package dev.tulle.console.layout;

import org.jspecify.annotations.NullMarked;
