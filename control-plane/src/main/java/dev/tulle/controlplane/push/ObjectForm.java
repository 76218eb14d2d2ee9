package dev.tulle.controlplane.push;

import dev.tulle.mesh.config.ConfigObject;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which form of an object somebody means, by what they know of it.
 *
 * @param digest of what was written
 * @param generation as an API server counts; who has written through it knows no digest, since a server may add defaults
 */
public record ObjectForm(Optional<String> digest, OptionalLong generation) {
    /** Whichever is there. */
    public static final ObjectForm LATEST = new ObjectForm(Optional.empty(), OptionalLong.empty());

    /** One of the two suffices: the same content is the same form, whatever its generation. */
    boolean isThatOf(ConfigObject object) {
        return (digest.isEmpty() && generation.isEmpty())
                || digest.filter(object.digest()::equals).isPresent()
                || (generation.isPresent() && generation.getAsLong() == object.generation());
    }
}
