package dev.tulle.console.http;

/** No usable answer; the message is a predicate: {@code at http://... does not answer}. */
public final class Unreachable extends Exception {
    private static final long serialVersionUID = 1;

    public Unreachable(String message) {
        super(message);
    }
}
