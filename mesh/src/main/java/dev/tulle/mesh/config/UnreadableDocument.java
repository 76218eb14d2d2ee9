package dev.tulle.mesh.config;

/** A document that is no YAML that we read; the message says why and what was expected. */
public final class UnreadableDocument extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    UnreadableDocument(int line, String message) {
        super(message);
        this.line = line;
    }

    /** In the file, from 1. */
    public int line() {
        return line;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
