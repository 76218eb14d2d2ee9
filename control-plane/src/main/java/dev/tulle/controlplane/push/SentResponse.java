package dev.tulle.controlplane.push;

import dev.tulle.mesh.xds.EncodedResource;
import java.util.List;
import java.util.Map;

/**
 * A response that waits for its ACK.
 *
 * @param resources by name, exactly as sent
 * @param removed names told as removed
 * @param sequence the number of the model it was made from
 * @param sentNanos {@link System#nanoTime()} when it was sent
 */
record SentResponse(Map<String, EncodedResource> resources, List<String> removed, long sequence, long sentNanos) {}
