package dev.tulle.controlplane.push;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CulpritsTest {
    private static final String ENVOYS_WORDS = "Error adding/updating cluster(s) outbound|80|v1|b.b.svc.cluster.local: "
            + "cluster manager: cluster provided LB specified.";

    @Test
    void aNameIsNamedOnlyAsAWholeWord() {
        assertThat(Culprits.names(ENVOYS_WORDS, "outbound|80|v1|b.b.svc.cluster.local"))
                .isTrue();
        assertThat(Culprits.names(ENVOYS_WORDS, "outbound|80|v1|b.b.svc")).isFalse();
        assertThat(Culprits.names(ENVOYS_WORDS, "outbound|80|v1|b")).isFalse();
        assertThat(Culprits.names(ENVOYS_WORDS, "b.b.svc.cluster.local")).isFalse();
    }

    @Test
    void aNameAtTheEndOfASentenceIsNamed() {
        assertThat(Culprits.names("Duplicate entry of a.b. Sorry", "a.b")).isTrue();
        assertThat(Culprits.names("a.b", "a.b")).isTrue();
    }
}
