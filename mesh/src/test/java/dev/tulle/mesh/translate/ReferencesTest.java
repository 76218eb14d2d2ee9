package dev.tulle.mesh.translate;

import static dev.tulle.mesh.translate.Snapshots.messages;
import static dev.tulle.mesh.translate.Snapshots.routeToC;
import static dev.tulle.mesh.translate.Snapshots.translate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.model.Backend;
import dev.tulle.mesh.model.MeshServicePort;
import dev.tulle.mesh.model.RouteAction;
import dev.tulle.mesh.model.ServiceHost;
import dev.tulle.mesh.model.WeightedBackend;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Names that lead nowhere. */
class ReferencesTest {
    @Test
    void missingSubsetKeepsItsWeight() {
        var translation = translate(routeToC("""
                        - route:
                          - destination: {host: servicec, subset: v3}
                            weight: 10
                          - destination: {host: servicec}
                            weight: 90
                        """));

        assertThat(messages(translation))
                .containsExactly(
                        "WARNING KIA1107 1.yaml:8: VirtualService servicec/route: spec.http[0].route[0].destination.subset:"
                                + " no subset v3 of servicec.servicec.svc.cluster.local exists, expected a DestinationRule that defines"
                                + " it; its share of the requests is answered"
                                + " with 503");
        assertThat(forward(translation).backends())
                .extracting(WeightedBackend::weight)
                .containsExactly(10, 90);
        assertThat(forward(translation).backends().getFirst().backend())
                .isEqualTo(new Backend.Invalid("servicec.servicec.svc.cluster.local subset v3"));
    }

    private static RouteAction.Forward forward(Translation translation) {
        return (RouteAction.Forward) portOfC(translation).rules().getFirst().action();
    }

    private static MeshServicePort portOfC(Translation translation) {
        return Optional.ofNullable(
                        translation.model().services().get(new ServiceHost("servicec.servicec.svc.cluster.local")))
                .orElseThrow()
                .ports()
                .getFirst();
    }
}
