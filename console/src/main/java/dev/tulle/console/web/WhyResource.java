package dev.tulle.console.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tulle.console.http.Unreachable;
import dev.tulle.console.mesh.ControlPlaneClient;
import dev.tulle.console.prometheus.PrometheusClient;
import dev.tulle.console.prometheus.PrometheusUnavailable;
import dev.tulle.console.prometheus.Sample;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;

/** "Why is an edge missing?": the way from a proxy's counter to the picture, checked step by step. */
@Path("/api/why")
public class WhyResource {
    private final PrometheusClient prometheus;
    private final ControlPlaneClient controlPlane;

    WhyResource(PrometheusClient prometheus, ControlPlaneClient controlPlane) {
        this.prometheus = prometheus;
        this.controlPlane = controlPlane;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public String why() {
        var json = JsonNodeFactory.instance.objectNode();
        var checks = json.putArray("checks");
        proxies(checks);
        try {
            scrapes(checks);
            counters(checks);
        } catch (PrometheusUnavailable e) {
            wrong(checks, e.getMessage() + ".", "Start it, or set tulle.console.prometheus.");
        }
        return json.toString();
    }

    private void proxies(ArrayNode checks) {
        try {
            var config = controlPlane.config();
            var pods = config.workloads().size();
            var proxies = config.proxies().size();
            if (proxies == 0) {
                wrong(
                        checks,
                        "No proxy is connected to the control plane.",
                        "Workloads without a sidecar count nothing.");
            } else if (proxies < pods) {
                wrong(
                        checks,
                        proxies + " proxies are connected, for " + pods + " pods.",
                        "Pods without a sidecar count nothing.");
            } else {
                well(checks, proxies + " proxies are connected to the control plane.");
            }
        } catch (Unreachable e) {
            wrong(
                    checks,
                    "The control plane " + e.getMessage() + ".",
                    "Traffic goes on without it; the picture has no badges.");
        }
    }

    private void scrapes(ArrayNode checks) throws PrometheusUnavailable {
        var up = prometheus.instant("up", Instant.now());
        var down = up.stream()
                .filter(sample -> sample.value() == 0)
                .map(sample -> sample.label("instance"))
                .toList();
        well(checks, "Prometheus answers and knows " + up.size() + " targets.");
        if (down.isEmpty()) {
            well(checks, "Every target is scraped.");
        } else {
            wrong(checks, "Not scraped: " + String.join(", ", down) + ".", "Their counters are missing here.");
        }
    }

    private void counters(ArrayNode checks) throws PrometheusUnavailable {
        var series = value(prometheus.instant("count(istio_requests_total)", Instant.now()));
        if (series == 0) {
            wrong(
                    checks,
                    "Prometheus has no istio_requests_total.",
                    "No proxy has counted a request, or the scrape rule that renames Envoy's statistics is missing.");
            return;
        }
        well(checks, "Prometheus has " + Math.round(series) + " series of istio_requests_total.");
        var nameless = value(prometheus.instant(
                "count(istio_requests_total{source_workload=\"\"} or istio_requests_total{destination_service=\"\"})",
                Instant.now()));
        if (nameless > 0) {
            wrong(
                    checks,
                    Math.round(nameless) + " of them miss a label.",
                    "The scrape rule for empty labels is missing.");
        } else {
            well(checks, "All of them name both ends.");
        }
    }

    private static double value(List<Sample> samples) {
        return samples.isEmpty() ? 0 : samples.getFirst().value();
    }

    private static void well(ArrayNode checks, String finding) {
        checks.addObject().put("ok", true).put("finding", finding);
    }

    private static void wrong(ArrayNode checks, String finding, String fix) {
        checks.addObject().put("ok", false).put("finding", finding).put("fix", fix);
    }
}
