package dev.tulle.cli.client;

import dev.tulle.mesh.config.ConfigObject;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which form of an object a receipt is asked for.
 *
 * @param digest of what was written; empty: whatever form the control plane knows
 * @param generation as the API server counts
 */
public record Wanted(Optional<String> digest, OptionalLong generation) {
    /** Whatever form the control plane knows. */
    public static final Wanted LATEST = new Wanted(Optional.empty(), OptionalLong.empty());

    /** No object has this digest: who asks for it waits until the object is gone. */
    public static final Wanted GONE = new Wanted(Optional.of("none"), OptionalLong.empty());

    /** That very form. */
    public static Wanted of(ConfigObject object) {
        return new Wanted(Optional.of(object.digest()), OptionalLong.of(object.generation()));
    }

    /** The same for a mesh whose files have no generation of their own. */
    public Wanted byDigest() {
        return new Wanted(digest, OptionalLong.empty());
    }
}
