package dev.tulle.controlplane.identity;

import dev.tulle.mesh.model.SpiffeId;
import java.security.PrivateKey;
import java.time.Instant;

/** A workload's certificate and its key, which nothing but SDS ever sees. */
record Svid(SpiffeId id, String chainPem, PrivateKey key, Instant expires) {
    @Override
    public String toString() {
        return "Svid[" + id + ", expires=" + expires + ", key=<redacted>]";
    }
}
