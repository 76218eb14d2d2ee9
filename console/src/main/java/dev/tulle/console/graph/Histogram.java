package dev.tulle.console.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A cumulative histogram: requests per second up to each bound.
 *
 * @param buckets by upper bound in ms; the last is infinity
 */
record Histogram(NavigableMap<Double, Double> buckets) {
    static final Histogram EMPTY = new Histogram(new TreeMap<>());

    Histogram {
        buckets = Collections.unmodifiableNavigableMap(new TreeMap<>(buckets));
    }

    Histogram plus(Histogram other) {
        if (buckets.isEmpty()) {
            return other;
        }
        var sum = new TreeMap<>(buckets);
        other.buckets.forEach((bound, rate) -> sum.merge(bound, rate, Double::sum));
        return new Histogram(sum);
    }

    /** As Prometheus' histogram_quantile: linear within a bucket, the highest finite bound for what lies beyond; in ms. */
    OptionalDouble quantile(double quantile) {
        var total = buckets.isEmpty() ? 0 : buckets.lastEntry().getValue();
        if (total <= 0) {
            return OptionalDouble.empty();
        }
        var rank = quantile * total;
        var lower = 0.0;
        var below = 0.0;
        for (var bucket : new ArrayList<>(buckets.entrySet())) {
            if (bucket.getValue() >= rank) {
                if (bucket.getKey().isInfinite()) {
                    return OptionalDouble.of(lower);
                }
                var inside = bucket.getValue() - below;
                var share = inside <= 0 ? 1 : (rank - below) / inside;
                return OptionalDouble.of(lower + (bucket.getKey() - lower) * share);
            }
            lower = bucket.getKey();
            below = bucket.getValue();
        }
        return OptionalDouble.of(lower);
    }
}
