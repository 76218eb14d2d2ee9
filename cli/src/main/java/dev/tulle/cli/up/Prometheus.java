package dev.tulle.cli.up;

import dev.tulle.cli.manifests.ContainerSpec;
import dev.tulle.cli.process.ProcessSpec;
import dev.tulle.cli.state.AtomicFiles;
import dev.tulle.cli.state.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Prometheus' configuration: who is scraped follows the pods, and Envoy's statistics get the names that Istio gives them. */
final class Prometheus {
    static final int PORT = 9090;
    private static final int ENVOY_STATISTICS = 15090;
    private static final int MANAGEMENT = 9000;

    /** Labels that Kiali wants filled; Envoy leaves them empty where a request found no cluster or endpoint. */
    private static final List<String> NEVER_EMPTY = List.of(
            "source_workload",
            "source_workload_namespace",
            "source_principal",
            "source_app",
            "source_version",
            "source_cluster",
            "source_canonical_service",
            "source_canonical_revision",
            "destination_workload",
            "destination_workload_namespace",
            "destination_principal",
            "destination_app",
            "destination_version",
            "destination_service",
            "destination_service_name",
            "destination_service_namespace",
            "destination_cluster",
            "destination_canonical_service",
            "destination_canonical_revision");

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
              - {source_labels: [__name__], regex: 'envoy_(istio_.+)', target_label: __name__, replacement: '$1'}
            """.formatted(state.prometheus()));
        for (var label : NEVER_EMPTY) {
            text.append("  - {source_labels: [__name__, %1$s], regex: 'istio_(requests|request_|response_|tcp_).+;', "
                    .formatted(label));
            text.append("target_label: %1$s, replacement: unknown}\n".formatted(label));
        }
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
