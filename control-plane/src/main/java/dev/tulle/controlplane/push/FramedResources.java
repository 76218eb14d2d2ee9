package dev.tulle.controlplane.push;

import com.google.protobuf.ByteString;
import dev.tulle.mesh.xds.EncodedResource;
import java.util.IdentityHashMap;

/**
 * The framed bytes of each resource, made once and given to every stream. What neither of the last two models used is forgotten.
 *
 * <p>Thread: called only from the push loop.
 */
final class FramedResources {
    private IdentityHashMap<EncodedResource, ByteString> current = new IdentityHashMap<>();
    private IdentityHashMap<EncodedResource, ByteString> previous = new IdentityHashMap<>();

    ByteString of(EncodedResource resource) {
        var known = current.get(resource);
        if (known != null) {
            return known;
        }
        var old = previous.get(resource);
        var framed = old != null
                ? old
                : EncodedResponse.frame(
                        resource.type().typeUrl(),
                        resource.name(),
                        resource.version().value(),
                        resource.value());
        current.put(resource, framed);
        return framed;
    }

    /** A new model came. */
    void age() {
        previous = current;
        current = new IdentityHashMap<>();
    }
}
