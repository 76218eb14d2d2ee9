package dev.tulle.console.doctor;

import dev.tulle.console.doctor.Finding.Severity;
import dev.tulle.console.prometheus.PrometheusClient;
import dev.tulle.console.prometheus.PrometheusUnavailable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Does Prometheus see every proxy, now? */
record Scrapes(PrometheusClient prometheus, InstantSource clock) implements Check {
    private static final double MOST_SKEW_SECONDS = 60;

    @Override
    public List<Finding> findings() throws PrometheusUnavailable {
        var all = new ArrayList<Finding>();
        var now = clock.instant();
        for (var target : prometheus.instant("up == 0", now)) {
            all.add(new Finding(
                    Severity.WARNING,
                    "TUL0207",
                    "target " + target.label("instance"),
                    "Prometheus cannot scrape it (job " + target.label("job")
                            + "): its counters are missing in every picture",
                    "see whether it runs, and whether Prometheus can reach that port"));
        }
        var latest = prometheus.instant("max(timestamp(up))", now);
        if (!latest.isEmpty() && Math.abs(latest.getFirst().value() - now.getEpochSecond()) > MOST_SKEW_SECONDS) {
            all.add(new Finding(
                    Severity.WARNING,
                    "TUL0208",
                    "Prometheus",
                    "its newest sample is more than a minute away from this machine's clock",
                    "set the clocks by NTP, or see why it does not scrape"));
        }
        return all;
    }
}
