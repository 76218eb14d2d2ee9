package dev.tulle.cli;

/** A command that cannot do its work; the message is all that the user sees, and the exit code is 1. */
public final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1;

    public CommandFailure(String message) {
        super(message);
    }
}
