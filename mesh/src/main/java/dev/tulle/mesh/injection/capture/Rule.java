package dev.tulle.mesh.injection.capture;

import java.util.List;

/**
 * One rule of the kernel's nat table; only TCP reaches it.
 *
 * @param matches all of them
 */
record Rule(Chain chain, List<Match> matches, Target target) {
    Rule {
        matches = List.copyOf(matches);
    }

    /** The kernel's own two, and Istio's. */
    enum Chain {
        PREROUTING,
        OUTPUT,
        ISTIO_INBOUND,
        ISTIO_IN_REDIRECT,
        ISTIO_OUTPUT,
        ISTIO_REDIRECT;

        /** Whether the kernel itself calls it. */
        boolean isHook() {
            return this == PREROUTING || this == OUTPUT;
        }
    }

    /** Whether a match asks for the thing or for anything else. */
    enum Sense {
        IS,
        IS_NOT
    }

    /** What a packet must be like. */
    sealed interface Match {
        record Tcp() implements Match {}

        record InInterface(String name) implements Match {}

        record OutInterface(String name) implements Match {}

        record Source(Cidr range) implements Match {}

        record Destination(Sense sense, Cidr range) implements Match {}

        record DestinationPort(int port) implements Match {}

        /** The user of the sending process. */
        record OwnerUser(Sense sense, long uid) implements Match {}

        /** The group of the sending process. */
        record OwnerGroup(Sense sense, long gid) implements Match {}
    }

    /** Where it goes then. */
    sealed interface Target {
        record Return() implements Target {}

        record Jump(Chain chain) implements Target {}

        /** To this port of the pod itself. */
        record Redirect(int port) implements Target {}
    }
}
