/**
 * The command {@code tulle}. Each command reads its options and says its result here; what it does is in the packages below.
 * Exit codes: 0 done, 1 failed, 2 wrong usage or already running.
 */
@NullMarked
package dev.tulle.cli;

import org.jspecify.annotations.NullMarked;
