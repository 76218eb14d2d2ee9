package dev.tulle.controlplane.identity;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a change of the mesh's root stands, and the CA of each step. What it says is kept, so that a restart goes on where it was.
 * Thread: one at a time.
 */
public interface RootRotation {
    /** A CA that never changes. */
    RootRotation NONE = new RootRotation() {
        @Override
        public Stage stage() {
            return Stage.SETTLED;
        }

        @Override
        public Optional<CertificateAuthority> poll(Instant now) {
            return Optional.empty();
        }

        @Override
        public CertificateAuthority advance(Instant now) {
            throw new IllegalStateException("nothing is on its way");
        }
    };

    /** How far it has come. */
    enum Stage {
        /** One root is trusted and signs. */
        SETTLED,
        /** Proxies learn to trust the new root too; the old one signs. */
        TRUSTING,
        /** Both are trusted; the new one signs, and every certificate is replaced. */
        SIGNING
    }

    Stage stage();

    /** The CA to use from now on, where somebody has asked for a new root. Settled only. */
    Optional<CertificateAuthority> poll(Instant now);

    /** The stage is over; returns the CA of the next. */
    CertificateAuthority advance(Instant now);
}
