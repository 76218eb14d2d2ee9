package dev.tulle.console.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HistogramTest {
    private static final Histogram HUNDRED =
            new Histogram(new TreeMap<>(Map.of(10.0, 50.0, 20.0, 90.0, Double.POSITIVE_INFINITY, 100.0)));

    @Test
    void aQuantileIsLinearWithinItsBucket() {
        assertThat(HUNDRED.quantile(0.25)).isEqualTo(OptionalDouble.of(5));
        assertThat(HUNDRED.quantile(0.7)).isEqualTo(OptionalDouble.of(15));
    }

    @Test
    void beyondTheLastBoundTheLastBoundIsSaid() {
        assertThat(HUNDRED.quantile(0.99)).isEqualTo(OptionalDouble.of(20));
    }

    @Test
    void withoutRequestsThereIsNoQuantile() {
        assertThat(Histogram.EMPTY.quantile(0.5)).isEmpty();
        assertThat(new Histogram(new TreeMap<>(Map.of(10.0, 0.0, Double.POSITIVE_INFINITY, 0.0))).quantile(0.5))
                .isEmpty();
    }

    @Test
    void aSumHasTheQuantilesOfBoth() {
        assertThat(HUNDRED.plus(HUNDRED).quantile(0.7)).isEqualTo(HUNDRED.quantile(0.7));
        assertThat(Histogram.EMPTY.plus(HUNDRED)).isEqualTo(HUNDRED);
    }
}
