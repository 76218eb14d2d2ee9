package dev.tulle.mesh.model;

/**
 * A share of requests, exact to a millionth.
 *
 * @param millionths 0 (none) to 1,000,000 (all)
 */
public record Fraction(int millionths) {
    /** Every request. */
    public static final Fraction ALL = new Fraction(1_000_000);

    public Fraction {
        if (millionths < 0 || millionths > 1_000_000) {
            throw new IllegalArgumentException("millionths must be 0 to 1000000: " + millionths);
        }
    }

    /** From 0 to 100; more than four decimals are rounded. */
    public static Fraction ofPercent(double percent) {
        return new Fraction((int) Math.round(percent * 10_000));
    }
}
