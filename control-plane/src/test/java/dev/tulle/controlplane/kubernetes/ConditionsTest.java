package dev.tulle.controlplane.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.controlplane.push.Receipt;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.Origin;
import dev.tulle.mesh.config.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final ConfigKey KEY = new ConfigKey("networking.istio.io", "VirtualService", "n", "v");
    private static final ApiResource RESOURCE =
            ApiResource.namespaced("networking.istio.io", "v1", "VirtualService", "virtualservices");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static Receipt receipt(Receipt.State state, int live, int of, Problem... problems) {
        return new Receipt(KEY, 7, state, live, of, Optional.empty(), "", List.of(), List.of(problems));
    }

    private static Problem error(String path, String message) {
        return new Problem(
                Problem.Severity.ERROR, "", Optional.of(KEY), new Origin.Cluster("n", "v"), path, message, "");
    }

    private static Conditions none() {
        return Conditions.of(ApiObjects.read("""
            {"apiVersion": "networking.istio.io/v1", "kind": "VirtualService", "metadata": {"name": "v"}}
            """));
    }

    @Test
    void aReceiptIsWrittenWithItsGeneration() {
        var conditions = Conditions.of(receipt(Receipt.State.LIVE, 7, 7), none(), NOON);

        assertThat(conditions.patch(RESOURCE, "v"))
                .contains("\"apiVersion\":\"networking.istio.io/v1\"", "\"observedGeneration\":7")
                .contains("live on 7 of 7 proxies", "2026-01-01T12:00:00Z");
    }

    @Test
    void aProblemIsSaidWithItsField() {
        var receipt = receipt(Receipt.State.REFUSED, 0, 0, error("spec.http[0].tiemout", "unknown field"));

        var accepted = Conditions.of(receipt, none(), NOON).accepted();
        assertThat(accepted.status()).isEqualTo("False");
        assertThat(accepted.reason()).isEqualTo("Invalid");
        assertThat(accepted.message()).isEqualTo("spec.http[0].tiemout: unknown field");
    }

    @Test
    void whatIsReadBackEqualsWhatWasWritten() {
        var written = Conditions.of(receipt(Receipt.State.LIVE, 3, 3), none(), NOON);

        assertThat(Conditions.of(ApiObjects.read(written.patch(RESOURCE, "v")))).isEqualTo(written);
    }

    @Test
    void theTimeMovesOnlyWithTheStatus() {
        var first = Conditions.of(receipt(Receipt.State.LIVE, 3, 3), none(), NOON);
        var more = Conditions.of(receipt(Receipt.State.LIVE, 4, 4), first, NOON.plusSeconds(60));
        var pending = Conditions.of(receipt(Receipt.State.PENDING, 3, 4), more, NOON.plusSeconds(120));

        assertThat(more.programmed().since()).isEqualTo("2026-01-01T12:00:00Z");
        assertThat(more.programmed().message()).isEqualTo("live on 4 of 4 proxies");
        assertThat(pending.programmed().since()).isEqualTo("2026-01-01T12:02:00Z");
        assertThat(pending.accepted().since()).isEqualTo("2026-01-01T12:00:00Z");
    }
}
