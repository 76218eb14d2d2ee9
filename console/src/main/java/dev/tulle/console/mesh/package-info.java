/** What the control plane says of itself and of its proxies: a client of its debug endpoints. Read-only. */
@NullMarked
package dev.tulle.console.mesh;

import org.jspecify.annotations.NullMarked;
