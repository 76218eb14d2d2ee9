package dev.tulle.controlplane.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.config.ConfigParser;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ObjectFormTest {
    @Test
    void aFormIsKnownByItsContentOrByItsGeneration() {
        var object = ConfigParser.parse("test.yaml", """
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop}
            """.getBytes(StandardCharsets.UTF_8))
                .objects()
                .getFirst()
                .withGeneration(3);

        assertThat(ObjectForm.LATEST.isThatOf(object)).isTrue();
        assertThat(form("other", 3).isThatOf(object)).isTrue();
        assertThat(form(object.digest(), 2).isThatOf(object)).isTrue();
        assertThat(form("other", 2).isThatOf(object)).isFalse();
        assertThat(new ObjectForm(Optional.of("none"), OptionalLong.empty()).isThatOf(object))
                .isFalse();
    }

    private static ObjectForm form(String digest, long generation) {
        return new ObjectForm(Optional.of(digest), OptionalLong.of(generation));
    }
}
