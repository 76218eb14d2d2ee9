package dev.tulle.mesh.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.model.Backend;
import dev.tulle.mesh.model.ProxyRole;
import dev.tulle.mesh.model.RouteAction;
import dev.tulle.mesh.model.ServiceHost;
import dev.tulle.mesh.model.WorkloadKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The manifests under k8s/apps, offline. */
class WalkthroughTest {
    @Test
    void theDemoTranslatesWithoutAProblem() throws IOException {
        var translation = new Translator("cluster.local", MissingPods.MADE_UP).translate(manifests());

        assertThat(translation.problems()).isEmpty();
        var model = translation.model();
        assertThat(model.services().keySet())
                .extracting(ServiceHost::name)
                .containsExactly(
                        "istio-ingressgateway.istio-system.svc.cluster.local",
                        "servicea.servicea.svc.cluster.local",
                        "serviceb.serviceb.svc.cluster.local",
                        "servicec.servicec.svc.cluster.local");
        assertThat(model.workloads().keySet())
                .extracting(WorkloadKey::toString)
                .containsExactly(
                        "istio-ingressgateway-0.istio-system",
                        "servicea-0.servicea",
                        "serviceb-0.serviceb",
                        "servicec-v1-0.servicec",
                        "servicec-v2-0.servicec");
    }

    @Test
    void managementPortsAreNotCaptured() throws IOException {
        var model = new Translator("cluster.local", MissingPods.MADE_UP)
                .translate(manifests())
                .model();

        var workload = Optional.ofNullable(model.workloads().get(new WorkloadKey("servicea", "servicea-0")))
                .orElseThrow();
        assertThat(workload.role()).isEqualTo(new ProxyRole.Sidecar());
        assertThat(workload.inbound()).singleElement().satisfies(port -> assertThat(port.port())
                .isEqualTo(8081));
        assertThat(workload.identity().uri()).isEqualTo("spiffe://cluster.local/ns/servicea/sa/servicea");
    }

    @Test
    void theGatewaySendsToServiceA() throws IOException {
        var model = new Translator("cluster.local", MissingPods.MADE_UP)
                .translate(manifests())
                .model();

        var host =
                model.gateways().getFirst().servers().getFirst().virtualHosts().getFirst();
        assertThat(host.host().pattern()).isEqualTo("*");
        assertThat(host.rules().getFirst().action())
                .isInstanceOfSatisfying(RouteAction.Forward.class, forward -> assertThat(
                                forward.backends().getFirst().backend())
                        .isEqualTo(new Backend.Service(
                                new ServiceHost("servicea.servicea.svc.cluster.local"), 8081, Optional.empty())));
    }

    private static ConfigSnapshot manifests() throws IOException {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("k8s/apps"))) {
            folder = Optional.ofNullable(folder.getParent()).orElseThrow();
        }
        var files = new ArrayList<ConfigParser.Parsed>();
        try (var paths = Files.list(folder.resolve("k8s/apps"))) {
            for (var path : paths.sorted().toList()) {
                files.add(ConfigParser.parse(path.getFileName().toString(), Files.readAllBytes(path)));
            }
        }
        var parsed = ConfigParser.withoutDuplicates(files);
        assertThat(parsed.problems()).isEmpty();
        return ConfigSnapshot.of(parsed.objects());
    }
}
