package dev.tulle.cli.up;

import dev.tulle.cli.manifests.ContainerSpec;
import dev.tulle.cli.process.ProcessSpec;
import dev.tulle.cli.state.AtomicFiles;
import dev.tulle.cli.state.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Prometheus' configuration: who is scraped follows the pods, and Envoy's statistics get the names that Istio gives them. */
final class Prometheus {
    static final int PORT = 9090;
    private static final int ENVOY_STATISTICS = 15090;
    private static final int MANAGEMENT = 9000;

    /** The renaming of Envoy's statistics and the values of empty labels; the mesh library writes the labels, so it knows them. */
    private static final String RELABELING = "/dev/tulle/mesh/prometheus/metric-relabel-configs.yaml";

    private final StateDirectory state;
    private final String controlPlane;

    /** @param controlPlane host and port of its metrics */
    Prometheus(StateDirectory state, String controlPlane) {
        this.state = state;
        this.controlPlane = controlPlane;
    }

    ProcessSpec process(Path program) throws IOException {
        AtomicFiles.write(configuration(), configurationText());
        return new ProcessSpec(
                "prometheus",
                List.of(
                        program.toString(),
                        "--config.file=" + configuration(),
                        "--storage.tsdb.path=" + state.prometheus().resolve("data"),
                        "--storage.tsdb.retention.time=1d",
                        "--web.listen-address=127.0.0.1:" + PORT,
                        "--log.level=warn"),
                Map.of("GOMAXPROCS", "2"),
                state.root());
    }

    /** Whom to scrape from now on; Prometheus sees the change by itself. */
    void targets(List<LocalPod> pods) {
        var sidecars = new ArrayList<String>();
        var applications = new ArrayList<String>();
        for (var pod : pods) {
            var identity = pod.identity();
            sidecars.add(target(identity.proxyAddress() + ":" + ENVOY_STATISTICS, identity));
            if (pod.template().containers().stream()
                    .flatMap(container -> container.ports().stream())
                    .mapToInt(ContainerSpec.Port::number)
                    .anyMatch(port -> port == MANAGEMENT)) {
                applications.add(target(identity.applicationAddress() + ":" + MANAGEMENT, identity));
            }
        }
        try {
            AtomicFiles.write(state.prometheus().resolve("sidecars.json"), list(sidecars));
            AtomicFiles.write(state.prometheus().resolve("applications.json"), list(applications));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write Prometheus' targets", e);
        }
    }

    private static String list(List<String> targets) {
        return "[" + String.join(",\n", targets) + "]\n";
    }

    private static String target(String address, PodIdentity pod) {
        return "{\"targets\":[\"%s\"],\"labels\":{\"namespace\":\"%s\",\"pod\":\"%s\",\"workload\":\"%s\"}}"
                .formatted(address, pod.namespace(), pod.name(), pod.workload());
    }

    private static String relabeling() {
        try (var resource = Prometheus.class.getResourceAsStream(RELABELING)) {
            return new String(Objects.requireNonNull(resource, RELABELING).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RELABELING, e);
        }
    }

    private Path configuration() {
        return state.prometheus().resolve("prometheus.yaml");
    }

    private String configurationText() {
        var text = new StringBuilder("""
            global:
              scrape_interval: 5s
              scrape_timeout: 4s
            scrape_configs:
            - job_name: envoy-stats
              metrics_path: /stats/prometheus
              file_sd_configs:
              - files: ['%1$s/sidecars.json']
                refresh_interval: 30s
              metric_relabel_configs:
            """.formatted(state.prometheus()));
        text.append(relabeling().indent(2));
        text.append("""
            - job_name: applications
              metrics_path: /q/metrics
              file_sd_configs:
              - files: ['%1$s/applications.json']
                refresh_interval: 30s
            - job_name: istiod
              static_configs:
              - targets: ['%2$s']
                labels: {app: istiod}
            - job_name: prometheus
              static_configs:
              - targets: ['127.0.0.1:%3$d']
            """.formatted(state.prometheus(), controlPlane, PORT));
        return text.toString();
    }
}
