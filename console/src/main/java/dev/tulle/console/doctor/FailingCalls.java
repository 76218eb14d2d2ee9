package dev.tulle.console.doctor;

import dev.tulle.console.doctor.Finding.Severity;
import dev.tulle.console.prometheus.PrometheusClient;
import dev.tulle.console.prometheus.PrometheusUnavailable;
import dev.tulle.console.prometheus.Sample;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Which calls does a proxy end itself, and why? By Envoy's response flags of the last minute. */
record FailingCalls(PrometheusClient prometheus, InstantSource clock) implements Check {
    private static final String QUERY = "sum by (source_workload, source_workload_namespace, destination_service,"
            + " response_flags) (rate(istio_requests_total{reporter=\"source\",response_flags!~\"-|DC|DI\"}[60s])) > 0";

    private static final Map<String, String> CAUSES = Map.ofEntries(
            Map.entry(
                    "UH",
                    "no healthy endpoint; see whether its pods are ready, whether a subset is empty, or all are"
                            + " ejected"),
            Map.entry("UF", "connections are refused or time out; see whether the port is right and who listens there"),
            Map.entry("UO", "a connection pool is full (circuit breaker); raise its limits or add pods"),
            Map.entry("NR", "no route; see the hosts, matches and gateways of the VirtualServices"),
            Map.entry("NC", "a route names a cluster that is not there; see its destinations"),
            Map.entry("UT", "the route's timeout passes; see how long the service takes"),
            Map.entry("UC", "the service closes connections in the middle; see its log and its idle timeout"),
            Map.entry("URX", "retries are used up; see why the attempts fail"),
            Map.entry("FI", "a fault rule is in force; take it away when the trial is over"),
            Map.entry("RL", "a rate limit is reached"),
            Map.entry("UAEX", "an authorization policy refuses the caller"));

    @Override
    public List<Finding> findings() throws PrometheusUnavailable {
        return prometheus.instant(QUERY, clock.instant()).stream()
                .map(FailingCalls::finding)
                .toList();
    }

    private static Finding finding(Sample sample) {
        var flags = sample.label("response_flags");
        var words = CAUSES.getOrDefault(flags.split(",", -1)[0], "see Envoy's documentation of that flag");
        return new Finding(
                flags.equals("FI") ? Severity.NOTE : Severity.WARNING,
                "TUL0209",
                "calls of " + sample.label("source_workload") + "." + sample.label("source_workload_namespace") + " to "
                        + sample.label("destination_service"),
                "fail with flag " + flags + ": " + words.split(";", 2)[0],
                words.contains(";") ? words.split(";", 2)[1].strip() : "");
    }
}
