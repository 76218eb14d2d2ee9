package dev.tulle.controlplane.identity;

/** The CA cannot be used; the message names the file or the Secret. */
public final class BrokenAuthority extends RuntimeException {
    BrokenAuthority(String message) {
        super(message);
    }

    BrokenAuthority(String message, Throwable cause) {
        super(message, cause);
    }
}
