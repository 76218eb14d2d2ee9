/**
 * What a pod's kernel redirects to its proxy. A {@link dev.tulle.mesh.injection.capture.CaptureSpec} comes in; rules go out, once
 * as a model and then as the text of {@code iptables-restore} and of {@code nft -f}, which mean the same. It knows no pod, and
 * runs nothing.
 */
@NullMarked
package dev.tulle.mesh.injection.capture;

import org.jspecify.annotations.NullMarked;
