package dev.tulle.mesh.model;

/**
 * A condition on a header or, elsewhere, a query parameter.
 *
 * @param name lower case for a header
 * @param value what is compared
 * @param polarity {@link Polarity#WITHOUT} when the request must not match. Source: withoutHeaders
 */
public record HeaderMatch(String name, StringMatch value, Polarity polarity) {
    /** Whether the match is wanted. */
    public enum Polarity {
        WITH,
        WITHOUT
    }
}
