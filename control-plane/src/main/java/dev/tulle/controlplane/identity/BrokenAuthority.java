package dev.tulle.controlplane.identity;

/** The CA on disk cannot be used; the message names the file and what to do. */
public final class BrokenAuthority extends RuntimeException {
    BrokenAuthority(String message) {
        super(message);
    }

    BrokenAuthority(String message, Throwable cause) {
        super(message, cause);
    }
}
