package dev.tulle.cli.up;

/** Something that this machine lacks, or that is in the way; the message says what and what to do about it. */
public final class UnusableEnvironment extends Exception {
    private static final long serialVersionUID = 1;

    public UnusableEnvironment(String message) {
        super(message);
    }
}
