package dev.tulle.cli.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.config.ConfigKey;
import org.junit.jupiter.api.Test;

class KindNamesTest {
    @Test
    void aKindIsCalledByItsNameItsPluralOrItsShortName() {
        var route = new ConfigKey("networking.istio.io", "VirtualService", "a", "b");

        for (var name : new String[] {
            "VirtualService", "virtualservice", "virtualservices", "vs", "virtualservice.networking.istio.io"
        }) {
            assertThat(KindNames.matches(name, route)).as(name).isTrue();
        }
        assertThat(KindNames.matches("service", route)).isFalse();
        assertThat(KindNames.matches("virtualservice.other.io", route)).isFalse();
    }

    @Test
    void pluralsThatChangeTheWordAreKnown() {
        assertThat(KindNames.matches("serviceentries", new ConfigKey("networking.istio.io", "ServiceEntry", "a", "b")))
                .isTrue();
        assertThat(KindNames.matches("endpointslices", new ConfigKey("discovery.k8s.io", "EndpointSlice", "a", "b")))
                .isTrue();
    }
}
