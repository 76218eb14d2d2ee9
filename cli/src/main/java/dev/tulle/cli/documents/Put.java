package dev.tulle.cli.documents;

import dev.tulle.mesh.config.ConfigObject;

/** What became of an object that was to be put into a mesh. */
public sealed interface Put {
    /**
     * It is there.
     *
     * @param object as the mesh reads it: with its generation, where there is one, and with what a server added
     */
    record Stored(ConfigObject object, Change change) implements Put {}

    /**
     * It is not there, and the others are not touched by that.
     *
     * @param reason in the words of who refused it
     */
    record Refused(ConfigObject object, String reason) implements Put {}

    /** What putting an object did. */
    enum Change {
        CREATED,
        CHANGED,
        /** It meant the same before; nothing was written. */
        NONE
    }

    /** Whether it is meant. */
    enum Mode {
        WRITE,
        /** Everything is checked, nothing is written. */
        DRY_RUN
    }
}
