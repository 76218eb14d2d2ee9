package dev.tulle.console.series;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {
    @Test
    void aNodeIsWhatComesInAndACallerWhatItSends() {
        assertThat(Selector.of("app:servicec/servicec@v1", false))
                .hasValueSatisfying(selector -> assertThat(selector.matchers())
                        .containsExactly(
                                "destination_workload_namespace=\"servicec\"",
                                "destination_canonical_service=\"servicec\"",
                                "destination_canonical_revision=\"v1\""));
        assertThat(Selector.of("workload:a/b", true)).hasValueSatisfying(selector -> assertThat(selector.matchers())
                .containsExactly("source_workload_namespace=\"a\"", "source_workload=\"b\""));
    }

    @Test
    void anEdgeIsBothOfItsEnds() {
        assertThat(Selector.of("unknown:outside>service:shop/cart:http", false))
                .hasValueSatisfying(selector -> assertThat(selector.matchers())
                        .containsExactly(
                                "source_workload=\"unknown\"",
                                "destination_service_namespace=\"shop\"",
                                "destination_service_name=\"cart\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "app:",
                "pod:a/b",
                "app:a/b\"}",
                "app:a/b@v1\",x=\"",
                "app:a/b>app:c/d",
                "app:a/b>app:c/d:smtp"
            })
    void whatNobodyCouldDrawIsRefused(String id) {
        assertThat(Selector.of(id, false)).isEmpty();
    }
}
