package dev.tulle.mesh.model;

/** What a port of a workload takes from its callers. Source: PeerAuthentication mtls.mode; UNSET is the scope above it. */
public enum MutualTlsMode {
    /** Plain text only. */
    DISABLE,
    /** Both: mutual TLS and plain text. What holds where nobody says anything. */
    PERMISSIVE,
    /** Mutual TLS only. */
    STRICT;

    /** Whether mutual TLS is taken. */
    public boolean takesMutualTls() {
        return this != DISABLE;
    }

    /** The narrowest mode that takes whatever either takes. */
    public MutualTlsMode or(MutualTlsMode other) {
        return this == other ? this : PERMISSIVE;
    }
}
